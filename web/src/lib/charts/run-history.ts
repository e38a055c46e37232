import type { RunBucket, RunMeasure } from "../pipeline.ts";
import { hatch } from "./hatch.ts";
import { pointRadius, type SeriesChart, type SeriesView, seriesOptions } from "./series-options.ts";
import { targetLine } from "./target-line.ts";

/** Seconds, in words of people: from one second to 30 days. */
const TICKS = [1, 5, 15, 60, 300, 900, 3_600, 4 * 3_600, 86_400, 7 * 86_400, 30 * 86_400];

interface BucketSeries<Bucket> {
  label: string;
  colour: string;
  value: (bucket: Bucket) => number;
  /** Only the outline: for runs that did not come to an end. */
  isHollow?: boolean;
}

/** What Chart.js tells of a bar. */
interface BarContext {
  chart: { ctx: CanvasRenderingContext2D };
  dataIndex: number;
}

type Times = Pick<RunBucket, "start_at" | "complete">;

/** Counts of each hour or day; several series are stacked. The bar of an incomplete bucket is hatched. */
export function runCounts<Bucket extends Times>(
  buckets: readonly Bucket[],
  series: readonly BucketSeries<Bucket>[],
  view: SeriesView,
): SeriesChart {
  return {
    type: "bar",
    data: {
      datasets: series.map(({ label, colour, value, isHollow = false }) => ({
        label,
        data: buckets.map((bucket) => ({ x: Date.parse(bucket.start_at), y: value(bucket) || null })),
        backgroundColor: ({ chart, dataIndex }: BarContext) => {
          if (isHollow) return view.theme.surface;
          return buckets[dataIndex]?.complete === false ? hatch(chart.ctx, colour) : colour;
        },
        borderColor: isHollow ? colour : view.theme.surface,
        borderWidth: isHollow ? 1.5 : { top: 1 },
        barPercentage: 0.95,
        categoryPercentage: 0.92,
        maxBarThickness: 48,
      })),
    },
    options: seriesOptions(view, {
      stacked: true,
      wholeNumbers: true,
      presentOnly: true,
      isSingle: series.length === 1,
    }),
  };
}

/**
 * The median and the longest of a measure of the runs of each hour or day: in steps, because nothing was measured between two buckets,
 * and with a gap where no run measured it. The axis is logarithmic, or the median would be a flat line.
 */
export function runDurations<Bucket extends Times>(
  buckets: readonly Bucket[],
  measure: (bucket: Bucket) => RunMeasure,
  labels: { median: string; longest: string },
  view: SeriesView,
): SeriesChart {
  const line = (label: string, colour: string, dash: number[], value: keyof RunMeasure) => ({
    label,
    data: buckets.map((bucket) => ({ x: Date.parse(bucket.start_at), y: measure(bucket)[value] })),
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
        line(labels.longest, view.theme.slow, [6, 4], "longest_seconds"),
        line(labels.median, view.theme.typical, [], "median_seconds"),
      ],
    },
    options: seriesOptions(view, { logarithmicTicks: TICKS, hasLines: true }),
    plugins: targetLine(view),
  };
}
