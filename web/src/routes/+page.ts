import { readJson } from "#lib/api.ts";
import { readAttention } from "#lib/attention/attention-answer.ts";
import { parseComparison, periodComparisons } from "#lib/comparison.ts";
import { apiQuery } from "#lib/filters.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readSeries } from "#lib/read-series.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import { readTargets } from "#lib/targets.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadFiltered(event, async (api, filters, now) => {
    const comparison = parseComparison(event.url.searchParams, periodComparisons);
    const [attention, overview, series, targets, workspaces] = await Promise.all([
      readAttention(api),
      readJson(api.analytics.overview.$get({ query: { ...apiQuery(filters, now), comparar: comparison } })),
      readSeries(api, filters, now, { comparison }),
      readTargets(api, apiQuery(filters, now)),
      readWorkspaces(api, filters, now),
    ]);
    return { attention, comparison, overview, series, targets, workspaces };
  });
