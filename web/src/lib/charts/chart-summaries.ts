import { MIN_JOBS } from "@enrichment-monitor/analytics-api/min-jobs";
import type { Format } from "../format.ts";
import { m } from "../paraglide/messages.js";
import { type FinishedJobs, finishedJobs } from "./finished-jobs.ts";
import type { ChartTarget } from "./target-line.ts";

interface Charts<Bucket extends FinishedJobs> {
  buckets: readonly Bucket[];
  /** The whole period. */
  current: FinishedJobs & {
    taxa_sucesso: number | null;
    duracao_p50_minutos: number | null;
    duracao_p95_minutos: number | null;
  };
  /** Runs marked on the axis. */
  runs: readonly number[];
  bucketName: (bucket: Bucket) => string;
  /** The jobs of an earlier period, if there is one. */
  earlier: { label: string; jobs: number } | undefined;
  /** What is drawn as lines. */
  targets: { success: ChartTarget | undefined; durations: ChartTarget | undefined };
}

const withTarget = (summary: string, target: ChartTarget | undefined): string =>
  target ? `${summary} ${m.chart_target({ target: target.label })}` : summary;

/** What each chart of the overview says, in words. */
export function chartSummaries<Bucket extends FinishedJobs>(
  { buckets, current, runs, bucketName, earlier, targets }: Charts<Bucket>,
  format: Format,
) {
  const peak = buckets.reduce<Bucket | undefined>(
    (most, bucket) => (most && most.total_enriquecimentos >= bucket.total_enriquecimentos ? most : bucket),
    undefined,
  );
  const finished = format.count(finishedJobs(current));
  const jobs = m.chart_jobs_summary({
    total: format.count(current.total_enriquecimentos),
    peak: format.count(peak?.total_enriquecimentos ?? 0),
    bucket: peak ? bucketName(peak) : "–",
  });
  return {
    jobs: [
      jobs,
      earlier && m.chart_earlier({ period: earlier.label, total: format.count(earlier.jobs) }),
      m.chart_select_hint(),
      runs.length > 0 && m.chart_runs_marked(),
    ]
      .filter(Boolean)
      .join(" "),
    success: withTarget(
      m.chart_success_summary({ rate: format.percent(current.taxa_sucesso), finished }),
      targets.success,
    ),
    durations: withTarget(
      m.chart_durations_summary({
        p50: format.minutes(current.duracao_p50_minutos),
        p95: format.minutes(current.duracao_p95_minutos),
        finished,
        min: MIN_JOBS,
      }),
      targets.durations,
    ),
  };
}
