import { pt, qt } from "lib-r-math.js";
import type { RecentJobs } from "../queries/recent-jobs.ts";
import { CLASSES_PER_DOUBLING } from "../sql/duration-histogram.ts";
import type { JobTotals } from "../sql/job-totals.ts";
import { sumOf } from "../sql/sum-of.ts";
import { type Comparison, jobFilters, keyOf, type Subject } from "./comparison.ts";
import { onsetHour } from "./onset.ts";
import type { Interval } from "./wilson-interval.ts";
import { FEWEST_JOBS, hoursAfter, type RecentPeriod } from "./windows.ts";

/** The mean class of the durations of each size. Classes are logarithmic. */
export type MeanClasses = ReadonlyMap<string, number>;

export const meanClasses = (usual: readonly JobTotals[]): MeanClasses =>
  new Map(
    [...Map.groupBy(usual, ({ categoria_tamanho_job }) => categoria_tamanho_job)].map(([size, rows]) => [
      size,
      sumOf(rows, "class_sum") / sumOf(rows, "finished"),
    ]),
  );

/**
 * Compares the logarithms of a workspace's recent durations with those of its usual ones, one-sided, by Welch's t-test. Each duration
 * counts relative to the mean of its size, so that larger jobs alone make no difference. Undefined if there are too few jobs.
 */
export function compareDurations(
  subject: Subject,
  recent: readonly RecentJobs[],
  usual: readonly JobTotals[],
  ofSizes: MeanClasses,
  period: RecentPeriod,
): Comparison | undefined {
  const now = momentsOf(recent, ofSizes);
  const before = momentsOf(usual, ofSizes);
  if (now.n < FEWEST_JOBS || before.n < FEWEST_JOBS) return undefined;
  const [nowError, beforeError] = [now.variance / now.n, before.variance / before.n];
  const error = nowError + beforeError;
  if (error === 0) return undefined;
  const freedom = error ** 2 / (nowError ** 2 / (now.n - 1) + beforeError ** 2 / (before.n - 1));
  const difference = now.mean - before.mean;
  const excess = Array.from({ length: period.hours }, (_, hour) => {
    const ofHour = momentsOf(
      recent.filter((row) => row.hour === hour),
      ofSizes,
    );
    return ofHour.n * (ofHour.mean - before.mean);
  });
  return {
    ...subject,
    chave: keyOf("duracao_maior", subject),
    tipo: "duracao_maior",
    desde: hoursAfter(period.from, onsetHour(excess)),
    n: now.n,
    valor: ratio(difference),
    intervalo: intervalOf(difference, nowError, now.n),
    habitual: 1,
    intervalo_habitual: intervalOf(0, beforeError, before.n),
    n_habitual: before.n,
    p: pt(difference / Math.sqrt(error), freedom, undefined, false),
    jobs_afetados: now.n,
    filtros: jobFilters(subject, period, ["CONCLUIDO", "FALHOU", "CANCELADO"]),
  };
}

/** Number, mean and variance of the finished jobs' classes, each less the mean of its size. */
function momentsOf(rows: readonly JobTotals[], ofSizes: MeanClasses) {
  let [n, sum, squares] = [0, 0, 0];
  for (const { categoria_tamanho_job, finished, class_sum, class_squares } of rows) {
    const mean = ofSizes.get(categoria_tamanho_job) ?? 0;
    n += finished;
    sum += class_sum - finished * mean;
    squares += class_squares - 2 * mean * class_sum + finished * mean ** 2;
  }
  const mean = n > 0 ? sum / n : 0;
  return { n, mean, variance: n > 1 ? Math.max(0, squares - n * mean ** 2) / (n - 1) : 0 };
}

/** How many times as long a duration is that is so many classes higher. */
const ratio = (classes: number): number => 2 ** (classes / CLASSES_PER_DOUBLING);

/** The 95 % confidence interval of a mean. */
function intervalOf(mean: number, squaredError: number, n: number): Interval {
  const margin = qt(0.975, n - 1) * Math.sqrt(squaredError);
  return { low: ratio(mean - margin), high: ratio(mean + margin) };
}
