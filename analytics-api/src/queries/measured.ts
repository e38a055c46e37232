import type { Snapshot, SqlFragment } from "./snapshot.ts";

const finished = (sql: Snapshot): SqlFragment =>
  sql`filter (where status_processamento <> 'EM_PROCESSAMENTO')`;

/** The aggregates of a `Measures` that need no sort, over the rows of `gold.enrichments` in a group. */
export const counted = (sql: Snapshot): SqlFragment => sql`
  count(*) as total_enriquecimentos,
  coalesce(sum(total_contatos), 0)::bigint as total_contatos,
  count(*) filter (where status_processamento = 'EM_PROCESSAMENTO') as em_processamento,
  count(*) filter (where necessita_reprocessamento) as necessitam_reprocessamento,
  count(*) filter (where processamento_sucesso)::double precision
    / nullif(count(*) ${finished(sql)}, 0) as taxa_sucesso,
  avg(duracao_processamento_minutos) ${finished(sql)} as duracao_media_minutos`;

/** All aggregates of a `Measures`. */
export const measured = (sql: Snapshot): SqlFragment => {
  // PostgreSQL computes an aggregate that is written twice once: one sort for both percentiles.
  const percentiles = sql`
    (percentile_cont(array[0.5, 0.95]) within group (order by duracao_processamento_minutos) ${finished(sql)})`;
  return sql`
    ${counted(sql)},
    ${percentiles}[1] as duracao_p50_minutos,
    ${percentiles}[2] as duracao_p95_minutos`;
};

/** The columns of `measured` after an outer join: a group without a job has zero of what is counted. */
export const filled = (sql: Snapshot): SqlFragment => sql`
  coalesce(total_enriquecimentos, 0) as total_enriquecimentos,
  coalesce(total_contatos, 0) as total_contatos,
  coalesce(em_processamento, 0) as em_processamento,
  coalesce(necessitam_reprocessamento, 0) as necessitam_reprocessamento,
  taxa_sucesso,
  duracao_media_minutos,
  duracao_p50_minutos,
  duracao_p95_minutos`;
