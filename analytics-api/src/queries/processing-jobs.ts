import type { JobTotals } from "../sql/job-totals.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export interface ProcessingJob {
  id_workspace: string;
  categoria_tamanho_job: JobTotals["categoria_tamanho_job"];
  created_at: Date;
  /** The class of `gold.faixa_duracao` that its age has. */
  class: number;
}

/** The unfinished jobs that were created before `at`, oldest first. The rollup tells in which hours there are any. */
export const readProcessingJobs = (sql: Snapshot, at: Date) => sql<ProcessingJob[]>`
  select id_workspace, categoria_tamanho_job, data_criacao as created_at,
         gold.faixa_duracao(gold.duracao_minutos(data_criacao, ${at})) as class
  from (
    select distinct hora from gold.enrichments_by_hour where status_processamento = 'EM_PROCESSAMENTO' and hora < ${at}
  ) as hours
  cross join lateral (
    select * from gold.enrichments
    where data_criacao >= hora and data_criacao < hora + interval '1 hour' and data_criacao < ${at}
      and status_processamento = 'EM_PROCESSAMENTO'
    offset 0
  ) as job
  order by data_criacao, id_enriquecimento`;
