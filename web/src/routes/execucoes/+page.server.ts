import { answerOf } from "#lib/api.ts";
import { analytics, showFailure } from "#lib/server/analytics.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, url }) => {
  const cursor = url.searchParams.get("cursor") ?? undefined;
  const runs = await answerOf(analytics(fetch).pipeline.runs.$get({ query: { limit: "50", cursor } })).catch(
    showFailure,
  );
  return { runs, cursor };
};
