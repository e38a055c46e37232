import { answerOf } from "#lib/api.ts";
import { analytics, showFailure } from "#lib/server/analytics.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, params }) => {
  const { data, meta } = await answerOf(
    analytics(fetch).analytics.enrichments[":id"].$get({ param: params, query: {} }),
  ).catch(showFailure);
  return { ...data, maxVersions: meta.max_versions };
};
