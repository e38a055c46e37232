import { readJson } from "#lib/api.ts";
import { apiQuery, chooseInterval } from "#lib/filters.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadFiltered(event, async (api, filters, now) => {
    const query = apiQuery(filters, now);
    const [overview, timeseries, workspaces] = await Promise.all([
      readJson(api.analytics.overview.$get({ query })),
      readJson(
        api.analytics.timeseries.$get({
          query: { ...query, intervalo: chooseInterval(filters), por: "status_processamento" },
        }),
      ),
      readWorkspaces(api, filters, now),
    ]);
    const { intervalo: interval, enriquecimentos_fora: outside } = timeseries.meta;
    return { overview, runs: [] as number[], buckets: timeseries.data, interval, outside, workspaces };
  });
