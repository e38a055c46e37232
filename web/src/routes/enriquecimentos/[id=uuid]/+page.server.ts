import { readJson } from "#lib/api.ts";
import { analytics, throwErrorPage } from "#lib/server/analytics.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, params }) => {
  const { data, meta } = await readJson(
    analytics(fetch).analytics.enrichments[":id"].$get({ param: params, query: {} }),
  ).catch(throwErrorPage);
  return { ...data, maxVersions: meta.max_versions };
};
