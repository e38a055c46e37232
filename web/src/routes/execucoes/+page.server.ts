import { readJson } from "#lib/api.ts";
import { analytics, throwErrorPage } from "#lib/server/analytics.ts";
import { operations } from "#lib/server/operate.ts";
import type { PageServerLoad } from "./$types";

export const actions = operations;

export const load: PageServerLoad = async ({ fetch, url }) => {
  const cursor = url.searchParams.get("cursor") ?? undefined;
  const runs = await readJson(analytics(fetch).pipeline.runs.$get({ query: { limit: "50", cursor } })).catch(
    throwErrorPage,
  );
  return { runs, cursor };
};
