import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The aggregates of a `Measures`, over the rows of `gold.enrichments` in a group. */
export const measured = (sql: Snapshot): SqlFragment => sql`
  count(*) as total_enriquecimentos,
  coalesce(sum(total_contatos), 0)::bigint as total_contatos,
  count(*) filter (where status_processamento = 'EM_PROCESSAMENTO') as em_processamento,
  count(*) filter (where necessita_reprocessamento) as necessitam_reprocessamento,
  count(*) filter (where processamento_sucesso)::double precision
    / nullif(count(*) filter (where status_processamento <> 'EM_PROCESSAMENTO'), 0) as taxa_sucesso,
  avg(duracao_processamento_minutos)
    filter (where status_processamento <> 'EM_PROCESSAMENTO') as duracao_media_minutos,
  percentile_cont(0.5) within group (order by duracao_processamento_minutos)
    filter (where status_processamento <> 'EM_PROCESSAMENTO') as duracao_p50_minutos,
  percentile_cont(0.95) within group (order by duracao_processamento_minutos)
    filter (where status_processamento <> 'EM_PROCESSAMENTO') as duracao_p95_minutos
`;
