import { type Api, readJson } from "./api.ts";
import type { PeriodComparison } from "./comparison.ts";
import { apiQuery, chooseInterval, type Filters } from "./filters.ts";
import type { Interval } from "./vocabulary.ts";

export type Series = Awaited<ReturnType<typeof readSeries>>;

interface SeriesOptions {
  interval?: Interval | "auto";
  /** Adds the number of jobs of this earlier period to each bucket. */
  comparison?: PeriodComparison;
}

/** The jobs under the filters over time, by status, and the runs to mark on the time axis. */
export async function readSeries(
  api: Api,
  filters: Filters,
  now: number,
  { interval = chooseInterval(filters), comparison }: SeriesOptions = {},
) {
  const [{ data, meta }, runs] = await Promise.all([
    readJson(
      api.analytics.timeseries.$get({
        query: {
          ...apiQuery(filters, now),
          intervalo: interval,
          por: "status_processamento",
          ...(comparison && { comparar: comparison }),
        },
      }),
    ),
    // In a longer period, the marks of runs every five minutes would be a solid line.
    filters.periodo === "24h" ? readFinishedRuns(api) : [],
  ]);
  return { buckets: data, interval: meta.intervalo, outside: meta.enriquecimentos_fora, runs };
}

/** When the runs of the last 24 hours finished, in epoch milliseconds. */
async function readFinishedRuns(api: Api): Promise<number[]> {
  const { data } = await readJson(api.pipeline.timeline.$get({ query: {} }));
  return data.runs.flatMap(({ finished_at }) => (finished_at === null ? [] : Date.parse(finished_at)));
}
