import { type Api, readJson } from "#lib/api.ts";
import { apiQuery, chooseInterval } from "#lib/filters.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = (event) =>
  loadFiltered(event, async (api, filters, now) => {
    const query = apiQuery(filters, now);
    const [overview, timeseries, workspaces, runs] = await Promise.all([
      readJson(api.analytics.overview.$get({ query })),
      readJson(
        api.analytics.timeseries.$get({
          query: { ...query, intervalo: chooseInterval(filters), por: "status_processamento" },
        }),
      ),
      readWorkspaces(api, filters, now),
      // In a longer period, the marks of runs every five minutes would be a solid line.
      filters.periodo === "24h" ? readFinishedRuns(api) : [],
    ]);
    const { intervalo: interval, enriquecimentos_fora: outside } = timeseries.meta;
    return { overview, runs, buckets: timeseries.data, interval, outside, workspaces };
  });

/** When the runs of the last 24 hours finished, in epoch milliseconds. */
async function readFinishedRuns(api: Api): Promise<number[]> {
  const { data } = await readJson(api.pipeline.timeline.$get({ query: {} }));
  return data.runs.flatMap(({ finished_at }) => (finished_at === null ? [] : Date.parse(finished_at)));
}
