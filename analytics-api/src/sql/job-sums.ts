import type { Filters } from "../schemas/filters.ts";
import type { Dimension, Measures } from "../schemas/measures.ts";
import type { Percentiles } from "./duration-percentiles.ts";
import { type RollupOptions, summedJobs } from "./rollup-rows.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";
import { sumOf } from "./sum-of.ts";

/** Sums over jobs; sums of different jobs can be added. `duracao`, in milliseconds, is of finished jobs: that of others is not final. */
export type JobSums = Record<
  "total_enriquecimentos" | "total_contatos" | "em_processamento" | "concluidos" | "duracao",
  number
>;

/** For a FROM item of `summedJobs`. */
export const sumColumns = (sql: Snapshot): SqlFragment => sql`
  sum(total_enriquecimentos)::bigint as total_enriquecimentos,
  sum(total_contatos)::bigint as total_contatos,
  coalesce(sum(total_enriquecimentos) filter (where status_processamento = 'EM_PROCESSAMENTO'), 0)::bigint as em_processamento,
  coalesce(sum(total_enriquecimentos) filter (where status_processamento = 'CONCLUIDO'), 0)::bigint as concluidos,
  coalesce(sum(soma_duracao_ms) filter (where status_processamento <> 'EM_PROCESSAMENTO'), 0)::double precision as duracao`;

export type SumGroup = Dimension | "id_workspace";

/** The sums of the matching jobs, by bucket and by the columns of `by`; without groups that have no job. */
export const readJobSums = <By extends SumGroup>(
  sql: Snapshot,
  filters: Filters,
  by: readonly By[],
  options: RollupOptions = {},
) => {
  const groups = by
    .map((column: string) => sql`, ${sql(column)}`)
    .reduce((all, one) => sql`${all}${one}`, sql``);
  return sql<(JobSums & Record<By, string> & { bucket: number })[]>`
    select bucket ${groups}, ${sumColumns(sql)}
    from ${summedJobs(sql, filters, options)}
    group by bucket ${groups}`;
};

export async function countJobs(sql: Snapshot, filters: Filters): Promise<number> {
  const [{ jobs }] = await sql<[{ jobs: number }]>`
    select coalesce(sum(total_enriquecimentos), 0)::bigint as jobs from ${summedJobs(sql, filters)}`;
  return jobs;
}

/** The measures of all jobs in `groups`. */
export function measuresOf(groups: readonly JobSums[], percentiles: Percentiles | undefined): Measures {
  const jobs = sumOf(groups, "total_enriquecimentos");
  const running = sumOf(groups, "em_processamento");
  const succeeded = sumOf(groups, "concluidos");
  const finished = jobs - running;
  return {
    total_enriquecimentos: jobs,
    total_contatos: sumOf(groups, "total_contatos"),
    em_processamento: running,
    necessitam_reprocessamento: finished - succeeded,
    taxa_sucesso: finished ? succeeded / finished : null,
    duracao_media_minutos: finished ? sumOf(groups, "duracao") / 60_000 / finished : null,
    duracao_p50_minutos: percentiles?.p50 ?? null,
    duracao_p95_minutos: percentiles?.p95 ?? null,
  };
}
