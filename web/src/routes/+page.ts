import { readJson } from "#lib/api.ts";
import { apiQuery } from "#lib/filters.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readSeries } from "#lib/read-series.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadFiltered(event, async (api, filters, now) => {
    const [overview, series, workspaces] = await Promise.all([
      readJson(api.analytics.overview.$get({ query: apiQuery(filters, now) })),
      readSeries(api, filters, now),
      readWorkspaces(api, filters, now),
    ]);
    return { overview, series, workspaces };
  });
