import { type Api, readJson } from "#lib/api.ts";
import { apiQuery, type Filters } from "#lib/filters.ts";
import { type Listing, PAGE_ROWS, parseListing } from "#lib/listing.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import { parseWeekHours } from "#lib/week-hours.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async (event) => {
  const listing = parseListing(event.url.searchParams);
  const page = await loadFiltered(
    event,
    async (api, filters, now) => {
      const [enrichments, workspaces] = await Promise.all([
        readPage(api, filters, listing, now),
        readWorkspaces(api, filters, now),
      ]);
      return { ...enrichments, workspaces };
    },
    parseWeekHours(event.url.searchParams).problems,
  );
  return { listing, ...page };
};

/** The API counts the jobs only on its first page. */
async function readPage(
  api: Api,
  filters: Filters,
  { weekHours, busca, ordenar, ordem, cursors }: Listing,
  now: number,
) {
  const query = { ...apiQuery(filters, now), ...weekHours, busca, ordenar, ordem };
  const cursor = cursors.at(-1);
  const [{ data, meta, as_of }, first] = await Promise.all([
    readJson(api.analytics.enrichments.$get({ query: { ...query, cursor, limit: String(PAGE_ROWS) } })),
    cursor === undefined
      ? undefined
      : readJson(api.analytics.enrichments.$get({ query: { ...query, limit: "1" } })),
  ]);
  return { rows: data, nextCursor: meta.next_cursor, total: (first?.meta ?? meta).total ?? 0, asOf: as_of };
}
