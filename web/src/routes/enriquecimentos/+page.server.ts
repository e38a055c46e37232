import { readJson } from "#lib/api.ts";
import { apiQuery } from "#lib/filters.ts";
import { parseListing } from "#lib/listing.ts";
import { analytics, throwErrorPage } from "#lib/server/analytics.ts";
import { requireFilters } from "#lib/server/filters.ts";
import { readWorkspaces } from "#lib/server/workspaces.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, url }) => {
  const filters = requireFilters(url);
  const listing = parseListing(url.searchParams);
  const now = Date.now();
  const api = analytics(fetch);
  const [enrichments, workspaces] = await Promise.all([
    readJson(api.analytics.enrichments.$get({ query: { ...apiQuery(filters, now), ...listing } })),
    readWorkspaces(api, filters, now),
  ]).catch(throwErrorPage);
  return { filters, listing, enrichments, workspaces };
};
