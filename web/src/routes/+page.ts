import { readJson } from "#lib/api.ts";
import { readAttention } from "#lib/attention/attention-answer.ts";
import { apiQuery } from "#lib/filters.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readSeries } from "#lib/read-series.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadFiltered(event, async (api, filters, now) => {
    const [attention, overview, series, workspaces] = await Promise.all([
      readAttention(api),
      readJson(api.analytics.overview.$get({ query: apiQuery(filters, now) })),
      readSeries(api, filters, now),
      readWorkspaces(api, filters, now),
    ]);
    return { attention, overview, series, workspaces };
  });
