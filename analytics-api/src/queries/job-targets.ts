import { MIN_JOBS } from "../min-jobs.ts";
import type { AsOf } from "../schemas/as-of.ts";
import type { Filters } from "../schemas/filters.ts";
import type { Measures } from "../schemas/measures.ts";
import type { TargetsKept } from "../schemas/targets.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import type { Targets } from "../targets-file.ts";
import type { Interval } from "./calendar.ts";
import { readableInterval, readSeriesPeriod } from "./series-period.ts";
import { readTimeseries } from "./timeseries.ts";
import { readTotals } from "./totals.ts";

export type JobTargets = Omit<TargetsKept, "idade_dados_minutos"> & { interval: Interval };

/** How the matching jobs kept the targets for success rate and durations: all together, and bucket by bucket. */
export async function readJobTargets(
  sql: Snapshot,
  filters: Filters,
  targets: Targets,
  asOf: AsOf,
): Promise<JobTargets> {
  const period = await readSeriesPeriod(sql, filters, asOf.instant);
  const interval = readableInterval(period);
  const series = period && { period, interval, by: undefined, comparison: undefined };
  const buckets = series ? await readTimeseries(sql, filters, series, asOf) : [];
  const all = await readTotals(sql, filters);
  const { success_rate: rate, duration_p95_minutes: p95 } = targets;
  return {
    interval,
    taxa_sucesso:
      rate === undefined
        ? null
        : {
            alvo: rate,
            ...judge(
              all,
              buckets,
              (jobs) => jobs.taxa_sucesso,
              (value) => value >= rate,
            ),
          },
    duracao_p95_minutos:
      p95 === undefined
        ? null
        : {
            alvo: p95,
            ...judge(
              all,
              buckets,
              (jobs) => jobs.duracao_p95_minutos,
              (value) => value <= p95,
            ),
          },
  };
}

function judge(
  all: Measures,
  buckets: readonly Measures[],
  measureOf: (jobs: Measures) => number | null,
  isKept: (value: number) => boolean,
) {
  const verdictOf = (jobs: Measures): boolean | null => {
    const value = measureOf(jobs);
    const finished = jobs.total_enriquecimentos - jobs.em_processamento;
    return value === null || finished < MIN_JOBS ? null : isKept(value);
  };
  const verdicts = buckets.map(verdictOf).filter((verdict) => verdict !== null);
  const kept = verdicts.filter(Boolean).length;
  return {
    valor: measureOf(all),
    cumprida: verdictOf(all),
    intervalos: verdicts.length,
    intervalos_cumpridos: kept,
    parte_cumprida: verdicts.length === 0 ? null : kept / verdicts.length,
  };
}
