import type { ClosedPeriod } from "../period.ts";
import type { JobTotals } from "../sql/job-totals.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export interface RecentJobs extends JobTotals {
  id_workspace: string;
  /** Hours after the beginning of the period. */
  hour: number;
}

/** The jobs created in `period`, by workspace, hour, size and contact type. */
export const readRecentJobs = (sql: Snapshot, { from, to }: ClosedPeriod) => sql<RecentJobs[]>`
  select id_workspace, categoria_tamanho_job, tipo_contato,
         floor(extract(epoch from data_criacao - ${from}::timestamptz) / 3600)::integer as hour,
         count(*) as jobs,
         count(*) filter (where is_finished) as finished,
         count(*) filter (where processamento_sucesso) as succeeded,
         coalesce(sum(class) filter (where is_finished), 0)::double precision as class_sum,
         coalesce(sum(class ^ 2) filter (where is_finished), 0) as class_squares
  from gold.enrichments
  cross join lateral (
    select status_processamento <> 'EM_PROCESSAMENTO' as is_finished,
           gold.faixa_duracao(duracao_processamento_minutos) as class
  ) as outcome
  where data_criacao >= ${from} and data_criacao < ${to}
  group by id_workspace, hour, categoria_tamanho_job, tipo_contato`;
