import { error } from "@sveltejs/kit";
import { readJson } from "#lib/api.ts";
import { m } from "#lib/paraglide/messages.js";
import { analytics, throwErrorPage } from "#lib/server/analytics.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, params }) => {
  const { data, meta } = await readJson(
    analytics(fetch).analytics.enrichments[":id"].$get({ param: params, query: {} }),
  ).catch(throwErrorPage);
  const { enrichment } = data;
  // Only rejected versions are known: there is nothing to show yet.
  if (!enrichment) error(404, m.error_not_found());
  return { ...data, enrichment, maxVersions: meta.max_versions };
};
