import { phyper, ppois } from "lib-r-math.js";
import type { RecentJobs } from "../queries/recent-jobs.ts";
import type { WeeklyJobs } from "../queries/weekly-rhythm.ts";
import { sumOf } from "../sql/sum-of.ts";
import { type Comparison, jobFilters, keyOf, subjectOf } from "./comparison.ts";
import { significant } from "./false-discovery.ts";
import { FEWEST_JOBS, type RecentPeriod, USUAL_WEEKS } from "./windows.ts";

/**
 * Compares each workspace's share of all recent jobs with its share in the same hours of the weeks before, by Fisher's exact test in
 * both directions. A change of all workspaces together, as by growth or a holiday, changes no share. A change of a large one alone
 * changes all shares: each is compared together with those whose share has not changed.
 */
export function compareVolumes(
  recent: readonly RecentJobs[],
  rhythm: readonly WeeklyJobs[],
  period: RecentPeriod,
): Comparison[] {
  const before = sumOf(rhythm, "jobs");
  if (before < FEWEST_JOBS) return [];
  const weeklyJobs = Map.groupBy(rhythm, ({ id_workspace }) => id_workspace);
  const dispersion = dispersionOf(weeklyJobs, rhythm);
  if (sumOf(recent, "jobs") === 0) return [silence(before, dispersion, period)];
  const recentJobs = Map.groupBy(recent, ({ id_workspace }) => id_workspace);
  const volumes = [...weeklyJobs].map(([id, weeks]) => ({
    id,
    now: sumOf(recentJobs.get(id) ?? [], "jobs"),
    before: sumOf(weeks, "jobs"),
  }));
  // Without those of new workspaces, which have no share to compare.
  const all = { now: sumOf(volumes, "now"), before };
  const first = volumes.flatMap((volume) => compareShare(volume, all, dispersion, period));
  const changed = new Set(significant(first).map(({ id_workspace }) => id_workspace));
  const unchanged = volumes.filter(({ id }) => !changed.has(id));
  const others = { now: sumOf(unchanged, "now"), before: sumOf(unchanged, "before") };
  if (changed.size === 0 || others.before < FEWEST_JOBS) return first;
  return volumes.flatMap((volume) => {
    const { now, before } = changed.has(volume.id) ? volume : { now: 0, before: 0 };
    return compareShare(
      volume,
      { now: others.now + now, before: others.before + before },
      dispersion,
      period,
    );
  });
}

interface Volume {
  /** Recent jobs. */
  now: number;
  /** In the same hours of the weeks before. */
  before: number;
}

/** In both directions; nothing if there are too few jobs. `all` includes the workspace. */
function compareShare(
  { id, now, before }: Volume & { id: string },
  all: Volume,
  dispersion: number,
  period: RecentPeriod,
): Comparison[] {
  if (before < FEWEST_JOBS) return [];
  const scaled = (jobs: number): number => Math.round(jobs / dispersion);
  const own = scaled(now + before);
  const atMost = (jobs: number): number =>
    phyper(jobs, own, scaled(all.now + all.before) - own, scaled(all.now));
  const subject = subjectOf({ id_workspace: id });
  const expected = (all.now * before) / all.before;
  const compared = {
    ...subject,
    desde: period.from,
    n: now,
    valor: now,
    intervalo: null,
    habitual: expected,
    intervalo_habitual: null,
    n_habitual: before,
    jobs_afetados: Math.round(Math.abs(now - expected)),
    filtros: jobFilters(subject, period),
  };
  return (
    [
      ["volume_baixo", atMost(scaled(now))],
      ["volume_alto", 1 - atMost(scaled(now) - 1)],
    ] as const
  ).map(([tipo, p]) => ({ ...compared, tipo, chave: keyOf(tipo, subject), p }));
}

/** Of all workspaces together: no new job, where a Poisson distribution expects those of a week before. */
function silence(before: number, dispersion: number, period: RecentPeriod): Comparison {
  const subject = subjectOf({});
  const expected = before / USUAL_WEEKS;
  return {
    ...subject,
    chave: keyOf("volume_baixo", subject),
    tipo: "volume_baixo",
    desde: period.from,
    n: 0,
    valor: 0,
    intervalo: null,
    habitual: expected,
    intervalo_habitual: null,
    n_habitual: before,
    p: ppois(0, expected / dispersion),
    jobs_afetados: Math.round(expected),
    filtros: jobFilters(subject, period),
  };
}

/**
 * How much more the shares of the weeks before vary than by chance, 1 or more: Pearson's statistic by its degrees of freedom
 * (McCullagh and Nelder, 1989, Generalized Linear Models, 4.5.2). Counts are divided by it.
 */
function dispersionOf(
  weeklyJobs: ReadonlyMap<string, readonly WeeklyJobs[]>,
  rhythm: readonly WeeklyJobs[],
): number {
  const all = sumOf(rhythm, "jobs");
  const ofWeek = Array.from({ length: USUAL_WEEKS }, (_, index) =>
    sumOf(
      rhythm.filter(({ weeks }) => weeks === index + 1),
      "jobs",
    ),
  );
  let [statistic, compared] = [0, 0];
  for (const weeks of weeklyJobs.values()) {
    const share = sumOf(weeks, "jobs") / all;
    if (share * all < FEWEST_JOBS) continue;
    compared++;
    for (const [index, jobs] of ofWeek.entries()) {
      const found = weeks.find((week) => week.weeks === index + 1)?.jobs ?? 0;
      const expected = jobs * share;
      if (expected > 0) statistic += (found - expected) ** 2 / expected;
    }
  }
  const freedom = (compared - 1) * (USUAL_WEEKS - 1);
  return freedom > 0 ? Math.max(1, statistic / freedom) : 1;
}
