import { type Status, statuses } from "../vocabulary.ts";
import { type SeriesChart, type SeriesView, seriesOptions } from "./series-options.ts";

/** Jobs of a bucket by status. */
export interface StatusBucket {
  /** ISO 8601. */
  inicio: string;
  grupos: readonly { valor: string; total_enriquecimentos: number }[];
}

/** The number of a bucket's jobs with a status. */
export const jobsIn = (bucket: StatusBucket, status: Status): number =>
  bucket.grupos.find(({ valor }) => valor === status)?.total_enriquecimentos ?? 0;

/** Jobs by creation time, stacked by status. */
export function jobsOverTime(
  buckets: readonly StatusBucket[],
  statusLabel: (status: Status) => string,
  view: SeriesView,
): SeriesChart {
  return {
    type: "bar",
    data: {
      datasets: statuses.map((status) => ({
        label: statusLabel(status),
        data: buckets.map((bucket) => ({ x: Date.parse(bucket.inicio), y: jobsIn(bucket, status) })),
        backgroundColor: view.theme.status[status],
        borderColor: view.theme.surface,
        borderWidth: { top: 1 },
        barPercentage: 0.95,
        categoryPercentage: 0.92,
        maxBarThickness: 96,
      })),
    },
    options: seriesOptions(view, true),
  };
}
