CREATE INDEX "enrichment_versions_by_record" ON "bronze"."enrichment_versions" USING btree ("record_key","version_id");
--> statement-breakpoint
-- The words of gold for what the source says, and the size of a job by its contacts. Null for what is neither.
CREATE FUNCTION "gold"."tipo_contato"(contact_type text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE contact_type WHEN 'PERSON' THEN 'PESSOA' WHEN 'COMPANY' THEN 'EMPRESA' END;
--> statement-breakpoint
CREATE FUNCTION "gold"."status_processamento"(status text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE status
  WHEN 'PROCESSING' THEN 'EM_PROCESSAMENTO' WHEN 'COMPLETED' THEN 'CONCLUIDO'
  WHEN 'FAILED' THEN 'FALHOU' WHEN 'CANCELED' THEN 'CANCELADO'
END;
--> statement-breakpoint
-- Without the characters around it that Unicode calls white space: trim knows fewer, [[:space:]] others by the locale.
CREATE FUNCTION "gold"."nome_workspace"(workspace_name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN btrim(workspace_name, E'\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000');
--> statement-breakpoint
CREATE FUNCTION "gold"."categoria_tamanho_job"(total_contatos integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN total_contatos < 100 THEN 'PEQUENO' WHEN total_contatos <= 500 THEN 'MEDIO'
  WHEN total_contatos <= 1000 THEN 'GRANDE' WHEN total_contatos > 1000 THEN 'MUITO_GRANDE'
END;
--> statement-breakpoint
-- One row per state of a record that the warehouse knew, read from bronze: what it knew at an instant t is
-- valid_from <= t AND (valid_to IS NULL OR t < valid_to). By the rules of gold: a state ends when one with a newer
-- data_atualizacao is observed, so a version that is older than what was known already, is rejected or waits to be
-- transformed is none.
CREATE VIEW "gold"."enrichments_history" AS
SELECT id_enriquecimento, id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento,
       data_criacao, data_atualizacao, duracao_processamento_minutos,
       duracao_processamento_minutos / nullif(total_contatos, 0) AS tempo_por_contato_minutos,
       status_processamento = 'CONCLUIDO' AS processamento_sucesso,
       "gold"."categoria_tamanho_job"(total_contatos) AS categoria_tamanho_job,
       status_processamento IN ('FALHOU', 'CANCELADO') AS necessita_reprocessamento,
       id_versao_bronze, valid_from, valid_to
FROM (
  SELECT translated.*,
         extract(epoch FROM data_atualizacao - data_criacao)::double precision / 60 AS duracao_processamento_minutos,
         least(min(valid_from) OVER newer, deleted_at) AS valid_to
  FROM (
    SELECT version.record_key AS id_enriquecimento, field.id_workspace::uuid AS id_workspace,
           "gold"."nome_workspace"(field.workspace_name) AS nome_workspace,
           field.total_contacts::numeric::integer AS total_contatos,
           "gold"."tipo_contato"(field.contact_type) AS tipo_contato,
           "gold"."status_processamento"(field.status) AS status_processamento,
           field.created_at::timestamptz AS data_criacao, field.updated_at::timestamptz AS data_atualizacao,
           version.version_id AS id_versao_bronze, version.observed_at AS valid_from, head.deleted_at
    FROM "bronze"."enrichment_versions" AS version
    JOIN "bronze"."enrichment_heads" AS head USING (record_key)
    -- What is not readable is rejected, but the planner may well take it apart before it looks.
    CROSS JOIN LATERAL json_to_record(
      CASE WHEN json_typeof(version.payload) = 'object'
             AND (version.payload::text NOT LIKE '%\\u%' OR pg_input_is_valid(version.payload::text, 'jsonb'))
           THEN version.payload ELSE '{}' END
    ) AS field(id_workspace text, workspace_name text, total_contacts text,
               contact_type text, status text, created_at text, updated_at text)
    WHERE NOT EXISTS (SELECT FROM "ops"."rejected_records" AS reject WHERE reject.version_id = version.version_id)
      AND NOT EXISTS (SELECT FROM "ops"."batches" AS batch
                      WHERE batch.batch_id = version.batch_id AND batch.transformed_at IS NULL)
  ) AS translated
  WINDOW newer AS (PARTITION BY id_enriquecimento ORDER BY data_atualizacao DESC, id_versao_bronze DESC
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) AS state
-- Two versions of one answer are observed at the same instant, and only the newer one was ever shown.
WHERE valid_to IS NULL OR valid_from < valid_to;
