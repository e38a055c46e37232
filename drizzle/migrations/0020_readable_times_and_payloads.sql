-- The pipeline makes the key of a record: it knows the id also where PostgreSQL cannot read the payload.
DROP FUNCTION "bronze"."record_key"(json);
--> statement-breakpoint
DROP FUNCTION "bronze"."record_key"(json, text);
--> statement-breakpoint
DROP FUNCTION "bronze"."record_id"(json);
--> statement-breakpoint
-- Whether PostgreSQL can take a payload apart. The json type keeps any escape, but text cannot hold what \u0000 or half a surrogate
-- pair stands for, wherever in the payload it is. jsonb is asked only where there may be one: it costs more than the rest.
CREATE FUNCTION "bronze"."readable"(payload json) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN payload::text NOT LIKE '%\\u%'
  OR (payload::text NOT LIKE '%\\u0000%' AND payload::text NOT LIKE '%\\ud%' AND payload::text NOT LIKE '%\\uD%')
  OR pg_input_is_valid(payload::text, 'jsonb');
--> statement-breakpoint
-- ISO 8601 (dates by month, extended or basic) and RFC 3339, down to minutes, with a zone. PostgreSQL alone would also take
-- "yesterday", "infinity", a time without a zone, or the minutes of 14:30.5 for hours. The usual form, which PostgreSQL writes again as it
-- was, is told without a regular expression: that would be compiled for every value.
CREATE FUNCTION "gold"."data_hora"(source_time text) RETURNS timestamp with time zone
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN source_time LIKE '____-__-__T__:__:__Z' AND pg_input_is_valid(source_time, 'timestamptz')
    AND source_time = replace((source_time::timestamptz AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z'
  THEN source_time::timestamptz
  WHEN source_time ~ '^([0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?|[0-9]{8}[Tt][0-9]{4}([0-9]{2}([.,][0-9]+)?)?)([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$'
    AND pg_input_is_valid(replace(source_time, ',', '.'), 'timestamptz')
  THEN replace(source_time, ',', '.')::timestamptz
END;
--> statement-breakpoint
-- Two clocks can write the two times of one insert: up to a second backwards counts as none.
CREATE FUNCTION "gold"."duracao_minutos"(data_criacao timestamp with time zone, data_atualizacao timestamp with time zone)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN greatest(extract(epoch FROM data_atualizacao - data_criacao)::double precision / 60, 0);
--> statement-breakpoint
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
         "gold"."duracao_minutos"(data_criacao, data_atualizacao) AS duracao_processamento_minutos,
         least(min(valid_from) OVER newer, deleted_at) AS valid_to
  FROM (
    SELECT version.record_key AS id_enriquecimento, field.id_workspace::uuid AS id_workspace,
           "gold"."nome_workspace"(field.workspace_name) AS nome_workspace,
           field.total_contacts::numeric::integer AS total_contatos,
           "gold"."tipo_contato"(field.contact_type) AS tipo_contato,
           "gold"."status_processamento"(field.status) AS status_processamento,
           "gold"."data_hora"(field.created_at) AS data_criacao, "gold"."data_hora"(field.updated_at) AS data_atualizacao,
           version.version_id AS id_versao_bronze, version.observed_at AS valid_from, next.deleted_at
    FROM "bronze"."enrichment_versions" AS version
    CROSS JOIN LATERAL (
      SELECT min(deleted_at) AS deleted_at FROM "bronze"."deletions" AS deletion
      WHERE deletion.record_key = version.record_key AND deletion.deleted_at > version.observed_at
    ) AS next
    -- What is not readable is rejected, but the planner may well take it apart before it looks.
    CROSS JOIN LATERAL json_to_record(
      CASE WHEN json_typeof(version.payload) = 'object' AND "bronze"."readable"(version.payload) THEN version.payload ELSE '{}' END
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
COMMENT ON FUNCTION "bronze"."readable"(json) IS 'Whether PostgreSQL can take the payload apart: false where it holds \u0000 or half a surrogate pair.';
COMMENT ON FUNCTION "gold"."data_hora"(text) IS 'The instant that a time of the source stands for: ISO 8601 or RFC 3339 with a zone, seconds optional; null for anything else, and for dates that PostgreSQL cannot hold.';
COMMENT ON FUNCTION "gold"."duracao_minutos"(timestamptz, timestamptz) IS 'From creation to update in minutes, with fractions; 0 where the update is before the creation (by a second at most: see the rule updated_before_created).';
