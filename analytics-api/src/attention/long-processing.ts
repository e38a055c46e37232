import { ppois } from "lib-r-math.js";
import type { ProcessingJob } from "../queries/processing-jobs.ts";
import type { DurationClass, UsualJobs } from "../queries/usual-jobs.ts";
import { middleOf } from "../sql/duration-histogram.ts";
import { sumOf } from "../sql/sum-of.ts";
import { type Comparison, jobFilters, keyOf, subjectOf } from "./comparison.ts";
import { type RecentPeriod, USUAL_DAYS } from "./windows.ts";

type Durations = readonly DurationClass[];

const USUAL_MINUTES = USUAL_DAYS * 24 * 60;

/** A 99th percentile needs so many jobs. */
const FEWEST_DURATIONS = 100;

/**
 * Compares the number of each workspace's jobs of a size that are in processing for longer than the size's 99th percentile with the
 * number that its rate of arrival and the size's durations explain at any instant (Little's law). The same for the oldest job alone;
 * the smaller p counts, doubled. One-sided, by the Poisson distribution. Workspaces and sizes without such a job are left out: they
 * are tests nevertheless.
 */
export function compareProcessingTimes(
  processing: readonly ProcessingJob[],
  durations: Durations,
  usual: readonly UsualJobs[],
  { to }: RecentPeriod,
): Comparison[] {
  const bySize = Map.groupBy(durations, ({ categoria_tamanho_job }) => categoria_tamanho_job);
  const groups = Map.groupBy(processing, (job) => `${job.id_workspace}/${job.categoria_tamanho_job}`);
  return [...groups.values()].flatMap((jobs) => {
    const [{ id_workspace, categoria_tamanho_job, created_at, class: oldest }] = jobs as [ProcessingJob];
    const ofSize = bySize.get(categoria_tamanho_job) ?? [];
    const finished = sumOf(ofSize, "jobs");
    if (finished < FEWEST_DURATIONS) return [];
    const limit = classAt(ofSize, 0.99 * finished);
    const long = jobs.filter((job) => job.class > limit);
    if (long.length === 0) return [];
    const own = usual.filter(
      (row) => row.id_workspace === id_workspace && row.categoria_tamanho_job === categoria_tamanho_job,
    );
    // Of a workspace that is new, one job is assumed.
    const share = Math.max(1, sumOf(own, "finished")) / finished;
    const explained = (index: number): number => share * meanOlderThan(ofSize, index);
    const p = 2 * Math.min(moreThan(long.length - 1, explained(limit)), moreThan(0, explained(oldest)));
    const subject = subjectOf({ id_workspace, categoria_tamanho_job });
    return [
      {
        ...subject,
        chave: keyOf("processamento_longo", subject),
        tipo: "processamento_longo" as const,
        desde: created_at,
        n: jobs.length,
        valor: long.length,
        intervalo: null,
        habitual: explained(limit),
        intervalo_habitual: null,
        n_habitual: sumOf(own, "finished"),
        p: Math.min(1, p),
        jobs_afetados: long.length,
        filtros: jobFilters(
          subject,
          {
            from: created_at,
            to: new Date(Math.min(to.getTime(), (long.at(-1)?.created_at.getTime() ?? 0) + 1)),
          },
          ["EM_PROCESSAMENTO"],
        ),
      },
    ];
  });
}

/** The probability of more than `jobs`. */
const moreThan = (jobs: number, mean: number): number => ppois(jobs, mean, false);

/** The class that contains the job of this rank. */
function classAt(durations: Durations, rank: number): number {
  let counted = 0;
  for (const { class: index, jobs } of durations) {
    counted += jobs;
    if (counted >= rank) return index;
  }
  return durations.at(-1)?.class ?? 0;
}

/** How many jobs of these durations are older than a class, at an instant on average. */
function meanOlderThan(durations: Durations, limit: number): number {
  const minutes = durations
    .filter(({ class: index }) => index > limit)
    .reduce((sum, { class: index, jobs }) => sum + jobs * (middleOf(index) - middleOf(limit)), 0);
  return minutes / USUAL_MINUTES;
}
