import { USUAL_DAYS } from "../attention/windows.ts";
import { dayOf } from "../sql/instants.ts";
import type { JobTotals } from "../sql/job-totals.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export interface UsualJobs extends JobTotals {
  /** Null: all workspaces together. */
  id_workspace: string | null;
}

/** The finished jobs of the `USUAL_DAYS` whole days before `before`: of all workspaces together, and of each of `workspaceIds`. */
export const readUsualJobs = (sql: Snapshot, before: Date, workspaceIds: string[]) => sql<UsualJobs[]>`
  select id_workspace, categoria_tamanho_job, tipo_contato,
         sum(jobs)::bigint as jobs, sum(jobs)::bigint as finished,
         coalesce(sum(jobs) filter (where status_processamento = 'CONCLUIDO'), 0)::bigint as succeeded,
         sum(jobs * class)::double precision as class_sum,
         sum(jobs * class ^ 2) as class_squares
  from (
    select id_workspace, categoria_tamanho_job, tipo_contato, status_processamento,
           unnest(faixas_duracao)::bigint as class, unnest(enriquecimentos_por_faixa) as jobs
    from gold.enrichments_by_day
    where (id_workspace is null or id_workspace = any(${workspaceIds}::uuid[]))
      and dia >= ${dayOf(sql, sql`${before}::timestamptz`)} - ${USUAL_DAYS}::integer
      and dia < ${dayOf(sql, sql`${before}::timestamptz`)}
      and status_processamento <> 'EM_PROCESSAMENTO'
  ) as classes
  group by id_workspace, categoria_tamanho_job, tipo_contato`;

/** The number of jobs of one size in one class of `gold.faixa_duracao`. */
export interface DurationClass {
  categoria_tamanho_job: JobTotals["categoria_tamanho_job"];
  class: number;
  jobs: number;
}

/** The same jobs of all workspaces by size and class, shortest first. */
export const readUsualDurations = (sql: Snapshot, before: Date) => sql<DurationClass[]>`
  select categoria_tamanho_job, class, sum(jobs)::bigint as jobs
  from (
    select categoria_tamanho_job, unnest(faixas_duracao)::integer as class, unnest(enriquecimentos_por_faixa) as jobs
    from gold.enrichments_by_day
    where id_workspace is null
      and dia >= ${dayOf(sql, sql`${before}::timestamptz`)} - ${USUAL_DAYS}::integer
      and dia < ${dayOf(sql, sql`${before}::timestamptz`)}
      and status_processamento <> 'EM_PROCESSAMENTO'
  ) as classes
  group by categoria_tamanho_job, class
  order by categoria_tamanho_job, class`;
