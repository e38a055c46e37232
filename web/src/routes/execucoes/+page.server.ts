import { readJson } from "#lib/api.ts";
import { analytics, throwErrorPage } from "#lib/server/analytics.ts";
import { mayOperate, operations } from "#lib/server/operate.ts";
import type { PageServerLoad } from "./$types";

export const actions = operations;

export const load: PageServerLoad = async ({ fetch, locals, url }) => {
  const cursor = url.searchParams.get("cursor") ?? undefined;
  const runs = await readJson(analytics(fetch).pipeline.runs.$get({ query: { limit: "50", cursor } })).catch(
    throwErrorPage,
  );
  return { runs, cursor, mayOperate: await mayOperate(locals) };
};
