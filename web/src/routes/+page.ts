import { readJson } from "#lib/api.ts";
import { parseComparison, periodComparisons } from "#lib/comparison.ts";
import { apiQuery } from "#lib/filters.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readSeries } from "#lib/read-series.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadFiltered(event, async (api, filters, now) => {
    const comparison = parseComparison(event.url.searchParams, periodComparisons);
    const [overview, series, workspaces] = await Promise.all([
      readJson(api.analytics.overview.$get({ query: { ...apiQuery(filters, now), comparar: comparison } })),
      readSeries(api, filters, now, { comparison }),
      readWorkspaces(api, filters, now),
    ]);
    return { comparison, overview, series, workspaces };
  });
