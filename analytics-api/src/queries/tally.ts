import {
  type DurationHistogram,
  mergeDurationHistograms,
  parseDurationHistogram,
  percentileOfDurations,
} from "../duration-histogram.ts";
import type { Measures } from "../schemas/measures.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** What cells add up to; tallies of different cells add up in turn. */
export interface Tally {
  total_enriquecimentos: number;
  total_contatos: number;
  em_processamento: number;
  concluidos: number;
  /** Of finished jobs only: how long one in EM_PROCESSAMENTO will take is not known yet. */
  segundos: number;
  /** Of the same jobs. */
  histograma: DurationHistogram;
}

/** A tally as the warehouse writes it. */
export type TallyRow = Omit<Tally, "histograma"> & { histograma: Buffer };

/** The tallies of `rows`, with what else each holds. */
export const readTallies = <Row extends TallyRow>(rows: readonly Row[]) =>
  rows.map((row) => ({ ...row, histograma: parseDurationHistogram(row.histograma) }));

/** The columns of a `TallyRow` over a group of cells. */
export const tallied = (sql: Snapshot): SqlFragment => {
  // Seconds are added up, not intervals: those of a few jobs with impossible dates go beyond what an interval holds.
  const finished = sql`filter (where status_processamento <> 'EM_PROCESSAMENTO')`;
  return sql`
    sum(total_enriquecimentos)::bigint as total_enriquecimentos,
    sum(total_contatos)::bigint as total_contatos,
    coalesce(sum(total_enriquecimentos) filter (where status_processamento = 'EM_PROCESSAMENTO'), 0)::bigint as em_processamento,
    coalesce(sum(total_enriquecimentos) filter (where status_processamento = 'CONCLUIDO'), 0)::bigint as concluidos,
    coalesce(sum(extract(epoch from soma_duracao)::double precision) ${finished}, 0) as segundos,
    numeric_send(coalesce(sum(histograma_duracao) ${finished}, 0)) as histograma`;
};

/** What takes the jobs of a tally away from another. */
export const negated = <Row extends Tally>(tally: Row): Row => ({
  ...tally,
  total_enriquecimentos: -tally.total_enriquecimentos,
  total_contatos: -tally.total_contatos,
  em_processamento: -tally.em_processamento,
  concluidos: -tally.concluidos,
  segundos: -tally.segundos,
  histograma: tally.histograma.map((jobs) => -jobs),
});

/** Of one count over `tallies`. */
export const sum = (tallies: readonly Tally[], count: Exclude<keyof Tally, "histograma">): number =>
  tallies.reduce((total, tally) => total + tally[count], 0);

/** The measures of all jobs in `tallies`. */
export function measuresOf(tallies: readonly Tally[]): Measures {
  const jobs = sum(tallies, "total_enriquecimentos");
  const running = sum(tallies, "em_processamento");
  const succeeded = sum(tallies, "concluidos");
  const finished = jobs - running;
  const histogram = mergeDurationHistograms(tallies.map(({ histograma }) => histograma));
  return {
    total_enriquecimentos: jobs,
    total_contatos: sum(tallies, "total_contatos"),
    em_processamento: running,
    necessitam_reprocessamento: finished - succeeded,
    taxa_sucesso: finished ? succeeded / finished : null,
    duracao_media_minutos: finished ? sum(tallies, "segundos") / 60 / finished : null,
    duracao_p50_minutos: percentileOfDurations(histogram, finished, 0.5),
    duracao_p95_minutos: percentileOfDurations(histogram, finished, 0.95),
  };
}
