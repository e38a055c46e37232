import { gold } from "@enrichment-monitor/warehouse";
import { attentionKinds } from "@enrichment-monitor/warehouse/attention-kinds";
import { readNewestJobs } from "../queries/newest-jobs.ts";
import { readProcessingJobs } from "../queries/processing-jobs.ts";
import { type RecentJobs, readRecentJobs } from "../queries/recent-jobs.ts";
import { readUsualDurations, readUsualJobs, type UsualJobs } from "../queries/usual-jobs.ts";
import { readWeeklyRhythm } from "../queries/weekly-rhythm.ts";
import type { AttentionEntry } from "../schemas/attention.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { sumOf } from "../sql/sum-of.ts";
import { type Comparison, isSeparated, subjectOf } from "./comparison.ts";
import { compareDurations, meanClasses } from "./durations.ts";
import { significant } from "./false-discovery.ts";
import { compareProcessingTimes } from "./long-processing.ts";
import { compareSuccessRates } from "./success-rates.ts";
import { compareVolumes } from "./volumes.ts";
import { FEWEST_JOBS, type RecentPeriod } from "./windows.ts";

export interface Attention {
  /** Ranked: by kind, then by the number of jobs. */
  entries: Omit<AttentionEntry, "adiado">[];
  /** The number of comparisons. */
  tests: number;
}

/** What is unusual about the jobs of `period`. */
export async function findAttention(sql: Snapshot, period: RecentPeriod): Promise<Attention> {
  const recent = await readRecentJobs(sql, period);
  const processing = await readProcessingJobs(sql, period.to);
  const ids = [
    ...new Set([...withEnoughJobs(recent), ...processing.map(({ id_workspace }) => id_workspace)]),
  ];
  const usual = await readUsualJobs(sql, period.from, ids);
  const usualOfAll = usual.filter(({ id_workspace }) => id_workspace === null);
  const rhythm = await readWeeklyRhythm(sql, period);
  const ofWorkspaces = [
    ...compareWorkspaces(ids, recent, usual, period),
    ...compareVolumes(recent, rhythm, period),
  ];
  const durations = await readUsualDurations(sql, period.from);
  const processingTimes = compareProcessingTimes(processing, durations, usual, period);
  const processingTests = countIds([...recent, ...rhythm, ...processing]) * gold.jobSizes.length;
  // A failing workspace would make the sizes and types of its jobs fail too.
  const failing = new Set(
    significant(ofWorkspaces)
      .filter(({ tipo }) => tipo === "taxa_sucesso_baixa")
      .map(({ id_workspace }) => id_workspace),
  );
  const ofOthers = recent.filter(({ id_workspace }) => !failing.has(id_workspace));
  const comparisons = [...ofWorkspaces, ...compareDimensions(ofOthers, usualOfAll, period)];
  const found = [
    ...withOneDimension(significant(comparisons).filter(isSeparated)),
    ...significant(processingTimes, processingTests),
  ];
  return {
    entries: (await withNames(sql, found, period)).sort(byRank),
    tests: comparisons.length + processingTests,
  };
}

const countIds = (rows: readonly { id_workspace: string }[]): number =>
  new Set(rows.map(({ id_workspace }) => id_workspace)).size;

const withEnoughJobs = (recent: readonly RecentJobs[]): string[] =>
  [...Map.groupBy(recent, ({ id_workspace }) => id_workspace)]
    .filter(([, rows]) => sumOf(rows, "finished") >= FEWEST_JOBS)
    .map(([id]) => id);

function compareWorkspaces(
  ids: readonly string[],
  recent: readonly RecentJobs[],
  usual: readonly UsualJobs[],
  period: RecentPeriod,
): Comparison[] {
  const recentById = Map.groupBy(recent, ({ id_workspace }) => id_workspace);
  const usualById = Map.groupBy(usual, ({ id_workspace }) => id_workspace);
  const ofSizes = meanClasses(usualById.get(null) ?? []);
  return ids
    .flatMap((id) => {
      const subject = subjectOf({ id_workspace: id });
      const [now, before] = [recentById.get(id) ?? [], usualById.get(id) ?? []];
      return [
        compareSuccessRates(subject, now, before, period),
        compareDurations(subject, now, before, ofSizes, period),
      ];
    })
    .filter((comparison) => comparison !== undefined);
}

const comparedDimensions = ["categoria_tamanho_job", "tipo_contato"] as const;

const compareDimensions = (
  recent: readonly RecentJobs[],
  usual: readonly UsualJobs[],
  period: RecentPeriod,
): Comparison[] =>
  comparedDimensions
    .flatMap((dimension) => {
      const before = Map.groupBy(usual, (row) => row[dimension]);
      return [...Map.groupBy(recent, (row) => row[dimension])].map(([value, now]) =>
        compareSuccessRates(subjectOf({ [dimension]: value }), now, before.get(value) ?? [], period),
      );
    })
    .filter((comparison) => comparison !== undefined);

/** Sizes and types divide the same jobs: of both, the one with the clearest difference is left. */
function withOneDimension(found: readonly Comparison[]): Comparison[] {
  const isOfDimension = ({ tipo }: Comparison): boolean => tipo === "reprocessamento_alto";
  const clearest = found.filter(isOfDimension).toSorted((a, b) => a.p - b.p)[0];
  const dimension = comparedDimensions.find((name) => clearest?.[name]);
  return found.filter((entry) => !isOfDimension(entry) || (dimension && entry[dimension] !== null));
}

/** Adds the names of workspaces, and since when one without a recent job has had none. */
async function withNames(sql: Snapshot, found: readonly Comparison[], period: RecentPeriod) {
  const ids = found.map(({ id_workspace }) => id_workspace).filter((id) => id !== null);
  const newest = new Map(
    (await readNewestJobs(sql, [...new Set(ids)], period.to)).map((job) => [job.id_workspace, job]),
  );
  return found.map((comparison) => {
    const job = newest.get(comparison.id_workspace ?? "");
    const isSilent = comparison.tipo === "volume_baixo" && comparison.n === 0;
    return {
      ...comparison,
      nome_workspace: job?.name ?? null,
      desde: (isSilent && job?.created_at) || comparison.desde,
    };
  });
}

const rankOf = ({ tipo }: Pick<AttentionEntry, "tipo">): number => attentionKinds.indexOf(tipo);

const byRank = (a: Attention["entries"][number], b: Attention["entries"][number]): number =>
  rankOf(a) - rankOf(b) || b.jobs_afetados - a.jobs_afetados || (a.chave < b.chave ? -1 : 1);
