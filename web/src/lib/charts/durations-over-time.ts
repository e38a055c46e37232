import { MIN_JOBS } from "@enrichment-monitor/analytics-api/min-jobs";
import { type FinishedJobs, finishedJobs } from "./finished-jobs.ts";
import { pointRadius, type SeriesChart, type SeriesView, seriesOptions } from "./series-options.ts";
import { targetLine } from "./target-line.ts";

/** Round durations in minutes: from a second to ten days. */
const TICKS = [1 / 60, 10 / 60, 1, 10, 60, 600, 1_440, 14_400];

/** Durations of the finished jobs of a bucket; null if none is finished. */
export interface DurationBucket extends FinishedJobs {
  /** ISO 8601. */
  inicio: string;
  duracao_p50_minutos: number | null;
  duracao_p95_minutos: number | null;
}

/**
 * Median and 95th percentile of the durations of finished jobs, by creation time: in steps, because nothing was measured between two
 * buckets, and with a gap where fewer than `MIN_JOBS` finished. The axis is logarithmic, or the median would be a flat line.
 */
export function durationsOverTime(
  buckets: readonly DurationBucket[],
  labels: { p50: string; p95: string },
  view: SeriesView,
): SeriesChart {
  const line = (
    label: string,
    colour: string,
    dash: number[],
    minutes: (bucket: DurationBucket) => number | null,
  ) => ({
    label,
    data: buckets.map((bucket) => ({
      x: Date.parse(bucket.inicio),
      y: finishedJobs(bucket) < MIN_JOBS ? null : minutes(bucket),
    })),
    borderColor: colour,
    backgroundColor: colour,
    borderDash: dash,
    borderWidth: 2,
    pointRadius: pointRadius(buckets.length),
    stepped: "middle" as const,
  });
  return {
    type: "line",
    data: {
      datasets: [
        line(labels.p95, view.theme.slow, [6, 4], (bucket) => bucket.duracao_p95_minutos),
        line(labels.p50, view.theme.typical, [], (bucket) => bucket.duracao_p50_minutos),
      ],
    },
    options: seriesOptions(view, { logarithmicTicks: TICKS, hasLines: true }),
    plugins: targetLine(view),
  };
}
