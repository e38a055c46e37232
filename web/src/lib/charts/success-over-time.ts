import { MIN_JOBS } from "@enrichment-monitor/analytics-api/min-jobs";
import { wilsonInterval } from "@enrichment-monitor/analytics-api/wilson-interval";
import { type FinishedJobs, finishedJobs, succeededJobs } from "./finished-jobs.ts";
import { pointRadius, type SeriesChart, type SeriesView, seriesOptions } from "./series-options.ts";
import { targetLine } from "./target-line.ts";

export interface SuccessBucket extends FinishedJobs {
  /** ISO 8601. */
  inicio: string;
  /** 0..1; null if no job is finished. */
  taxa_sucesso: number | null;
}

export interface SuccessLabels {
  rate: string;
  low: string;
  high: string;
}

/** The success rate by creation time, in steps, with its 95 % confidence interval: wide where few jobs are finished. */
export function successOverTime(
  buckets: readonly SuccessBucket[],
  labels: SuccessLabels,
  view: SeriesView,
): SeriesChart {
  const { typical, band } = view.theme;
  const intervalOf = (bucket: SuccessBucket) => wilsonInterval(succeededJobs(bucket), finishedJobs(bucket));
  const intervals = buckets.map(intervalOf);
  // The interval of a few jobs reaches down to any rate: the axis would hide how the others differ.
  const many = buckets.filter((bucket) => finishedJobs(bucket) >= MIN_JOBS);
  const shown = many.length > 0 ? many : buckets;
  const lowest = Math.min(
    view.target?.value ?? 1,
    ...shown.flatMap((bucket) => intervalOf(bucket)?.low ?? []),
  );
  const values = (valueAt: (index: number) => number | null | undefined) =>
    buckets.map(({ inicio }, index) => ({ x: Date.parse(inicio), y: valueAt(index) ?? null }));
  const edge = {
    borderWidth: 0,
    pointRadius: 0,
    pointHitRadius: 0,
    backgroundColor: band,
    stepped: "middle" as const,
  };
  return {
    type: "line",
    data: {
      datasets: [
        {
          label: labels.rate,
          data: values((index) => buckets[index]?.taxa_sucesso),
          borderColor: typical,
          backgroundColor: typical,
          borderWidth: 2,
          pointRadius: pointRadius(buckets.length),
          stepped: "middle",
          // Half of a point at 100 % is above the axis.
          clip: { left: 4, top: 4, right: 4, bottom: 0 },
        },
        { label: labels.low, data: values((index) => intervals[index]?.low), ...edge },
        // Fills down to the low edge.
        { label: labels.high, data: values((index) => intervals[index]?.high), ...edge, fill: "-1" },
      ],
    },
    options: seriesOptions(view, { min: Math.floor(lowest * 5) / 5, max: 1, isSingle: true }),
    plugins: targetLine(view),
  };
}
