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
  /** The jobs at the same place of an earlier period; null if there is none. */
  anterior: number | null;
  grupos: readonly { valor: string; total_enriquecimentos: number }[];
}

/** The number of a bucket's jobs with a status. */
export const jobsIn = (bucket: StatusBucket, status: Status): number =>
  bucket.grupos.find(({ valor }) => valor === status)?.total_enriquecimentos ?? 0;

/** The jobs of the earlier period in all buckets; null if there is none. */
export const earlierJobs = (buckets: readonly StatusBucket[]): number | null => {
  const known = buckets.flatMap(({ anterior }) => anterior ?? []);
  return known.length === 0 ? null : known.reduce((sum, jobs) => sum + jobs, 0);
};

interface JobLabels {
  status: (status: Status) => string;
  /** Of the earlier period. */
  earlier: string;
}

/**
 * Jobs by creation time, stacked by status; incomplete buckets are hatched. An earlier period is a dashed line above them.
 * @param runs when runs finished, in epoch milliseconds: marked on the time axis
 */
export function jobsOverTime(
  buckets: readonly StatusBucket[],
  labels: JobLabels,
  runs: readonly number[],
  view: SeriesView,
): SeriesChart {
  const earlier = {
    type: "line" as const,
    label: labels.earlier,
    data: buckets.map(({ inicio, anterior }) => ({ x: Date.parse(inicio), y: anterior })),
    borderColor: view.theme.earlier,
    backgroundColor: "transparent",
    borderDash: [3, 3],
    borderWidth: 1.5,
    pointRadius: 0,
    stepped: "middle" as const,
    // Drawn last: bars would hide it.
    order: -1,
  };
  const bars = statuses.map((status) => ({
    label: labels.status(status),
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
  }));
  return {
    type: "bar",
    data: { datasets: earlierJobs(buckets) === null ? bars : [...bars, earlier] },
    options: seriesOptions(view, { stacked: true }),
    plugins: [runMarks(runs, view.theme.muted)],
  };
}
