import { phyper } from "lib-r-math.js";
import type { RecentJobs } from "../queries/recent-jobs.ts";
import type { JobTotals } from "../sql/job-totals.ts";
import { sumOf } from "../sql/sum-of.ts";
import { type Comparison, jobFilters, keyOf, type Subject } from "./comparison.ts";
import { onsetHour } from "./onset.ts";
import { wilsonInterval } from "./wilson-interval.ts";
import { FEWEST_JOBS, hoursAfter, type RecentPeriod } from "./windows.ts";

/**
 * Compares the success rate of a subject's recent jobs with that of its usual ones, one-sided, by Fisher's exact test. Undefined if
 * there are too few jobs.
 */
export function compareSuccessRates(
  subject: Subject,
  recent: readonly RecentJobs[],
  usual: readonly JobTotals[],
  period: RecentPeriod,
): Comparison | undefined {
  const n = sumOf(recent, "finished");
  const usualJobs = sumOf(usual, "finished");
  if (n < FEWEST_JOBS || usualJobs < FEWEST_JOBS) return undefined;
  const succeeded = sumOf(recent, "succeeded");
  const usuallySucceeded = sumOf(usual, "succeeded");
  const usualRate = usuallySucceeded / usualJobs;
  const failuresAboveUsual = Array.from({ length: period.hours }, (_, hour) => {
    const ofHour = recent.filter((row) => row.hour === hour);
    return sumOf(ofHour, "finished") * usualRate - sumOf(ofHour, "succeeded");
  });
  const tipo = subject.id_workspace ? "taxa_sucesso_baixa" : "reprocessamento_alto";
  return {
    ...subject,
    chave: keyOf(tipo, subject),
    tipo,
    desde: hoursAfter(period.from, onsetHour(failuresAboveUsual)),
    n,
    valor: succeeded / n,
    intervalo: wilsonInterval(succeeded, n) ?? null,
    habitual: usualRate,
    intervalo_habitual: wilsonInterval(usuallySucceeded, usualJobs) ?? null,
    n_habitual: usualJobs,
    p: phyper(succeeded, succeeded + usuallySucceeded, n + usualJobs - succeeded - usuallySucceeded, n),
    jobs_afetados: Math.max(0, Math.round(n * usualRate - succeeded)),
    filtros: jobFilters(subject, period, ["FALHOU", "CANCELADO"]),
  };
}
