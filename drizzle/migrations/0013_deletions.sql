CREATE TABLE "bronze"."deletions" (
	"record_key" uuid NOT NULL,
	"deleted_at" timestamp with time zone NOT NULL,
	"run_id" uuid NOT NULL,
	CONSTRAINT "deletions_record_key_deleted_at_pk" PRIMARY KEY("record_key","deleted_at")
);
--> statement-breakpoint
ALTER TABLE "bronze"."deletions" ADD CONSTRAINT "deletions_run_id_runs_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "ops"."runs"("run_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
-- Deletions so far, as far as they are known: a run was at work then.
INSERT INTO "bronze"."deletions"
SELECT record_key, deleted_at,
       (SELECT run_id FROM "ops"."runs" WHERE started_at <= deleted_at ORDER BY started_at DESC LIMIT 1)
FROM "bronze"."enrichment_heads" WHERE deleted_at IS NOT NULL;
--> statement-breakpoint
-- Added and never altered, as all that the source said.
REVOKE UPDATE ON "bronze"."deletions" FROM "enrichment_monitor_pipeline";
--> statement-breakpoint
-- A record that a complete read did not find left gold then; coming back it begins anew, whatever it was before. So a state
-- lasts until the record's next deletion at most, and only versions between the same two deletions supersede each other.
CREATE OR REPLACE VIEW "gold"."enrichments_history" AS
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
           version.version_id AS id_versao_bronze, version.observed_at AS valid_from, next.deleted_at
    FROM "bronze"."enrichment_versions" AS version
    CROSS JOIN LATERAL (
      SELECT min(deleted_at) AS deleted_at FROM "bronze"."deletions" AS deletion
      WHERE deletion.record_key = version.record_key AND deletion.deleted_at > version.observed_at
    ) AS next
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
  WINDOW newer AS (PARTITION BY id_enriquecimento, deleted_at ORDER BY data_atualizacao DESC, id_versao_bronze DESC
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) AS state
-- Two versions of one answer are observed at the same instant, and only the newer one was ever shown.
WHERE valid_to IS NULL OR valid_from < valid_to;
--> statement-breakpoint
COMMENT ON TABLE "bronze"."deletions" IS 'Append-only: each time a complete read no longer found a record at the source.';
COMMENT ON COLUMN "bronze"."deletions"."record_key" IS 'The record, as in bronze.enrichment_versions.';
COMMENT ON COLUMN "bronze"."deletions"."deleted_at" IS 'When it was found gone.';
COMMENT ON COLUMN "bronze"."deletions"."run_id" IS 'The run that read everything and did not find it (ops.runs).';
COMMENT ON COLUMN "bronze"."enrichment_heads"."deleted_at" IS 'The record''s last deletion, while it has not come back; null while it is at the source.';
COMMENT ON COLUMN "bronze"."enrichments"."deleted_at" IS 'The record''s last deletion, while it has not come back; null while it is at the source.';
COMMENT ON COLUMN "gold"."enrichments_lineage"."deleted_at" IS 'The record''s last deletion, while it has not come back; null while it is at the source.';
COMMENT ON VIEW "gold"."enrichments_history" IS 'One row per state of a record that the warehouse knew. What it knew at an instant t: valid_from <= t AND (valid_to IS NULL OR t < valid_to). Rejected versions and those not yet transformed are left out.';
