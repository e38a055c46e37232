import { type Status, statuses } from "../vocabulary.ts";
import { hatch } from "./hatch.ts";
import { runMarks } from "./run-marks.ts";
import { type SeriesChart, type SeriesView, seriesOptions } from "./series-options.ts";

/** Jobs of a bucket by status. */
export interface StatusBucket {
  /** ISO 8601. */
  inicio: string;
  /** False while jobs may be missing. */
  completo: boolean;
  grupos: readonly { valor: string; total_enriquecimentos: number }[];
}

/** The number of a bucket's jobs with a status. */
export const jobsIn = (bucket: StatusBucket, status: Status): number =>
  bucket.grupos.find(({ valor }) => valor === status)?.total_enriquecimentos ?? 0;

/**
 * Jobs by creation time, stacked by status; incomplete buckets are hatched.
 * @param runs when runs finished, in epoch milliseconds: marked on the time axis
 */
export function jobsOverTime(
  buckets: readonly StatusBucket[],
  statusLabel: (status: Status) => string,
  runs: readonly number[],
  view: SeriesView,
): SeriesChart {
  return {
    type: "bar",
    data: {
      datasets: statuses.map((status) => ({
        label: statusLabel(status),
        data: buckets.map((bucket) => ({ x: Date.parse(bucket.inicio), y: jobsIn(bucket, status) })),
        backgroundColor: ({
          chart,
          dataIndex,
        }: {
          chart: { ctx: CanvasRenderingContext2D };
          dataIndex: number;
        }) =>
          buckets[dataIndex]?.completo === false
            ? hatch(chart.ctx, view.theme.status[status])
            : view.theme.status[status],
        borderColor: view.theme.surface,
        borderWidth: { top: 1 },
        barPercentage: 0.95,
        categoryPercentage: 0.92,
        maxBarThickness: 96,
      })),
    },
    options: seriesOptions(view, { stacked: true }),
    plugins: [runMarks(runs, view.theme.muted)],
  };
}
