import { readJson } from "#lib/api.ts";
import { apiQuery } from "#lib/filters.ts";
import { parseListing } from "#lib/listing.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async (event) => {
  const listing = parseListing(event.url.searchParams);
  const page = await loadFiltered(event, async (api, filters, now) => {
    const [enrichments, workspaces] = await Promise.all([
      readJson(api.analytics.enrichments.$get({ query: { ...apiQuery(filters, now), ...listing } })),
      readWorkspaces(api, filters, now),
    ]);
    return { enrichments, workspaces };
  });
  return { listing, ...page };
};
