-- How the data is, for whoever asks by SQL.
-- Which rules are broken, how often, and by what last.
CREATE VIEW "ops"."rejects_by_rule" AS
SELECT counted.rule, counted.field, open, resolved, last_24_hours, last.rejected_at AS last_rejected_at, last_version_id,
       last.record_key AS last_record_key, last.payload AS last_payload
FROM (
  SELECT rule, field, count(*) FILTER (WHERE resolved_at IS NULL) AS open,
         count(*) FILTER (WHERE resolved_at IS NOT NULL) AS resolved,
         count(*) FILTER (WHERE rejected_at > now() - interval '24 hours') AS last_24_hours,
         max(version_id) AS last_version_id
  FROM "ops"."rejected_records"
  GROUP BY rule, field
) AS counted
JOIN "ops"."rejected_records" AS last ON last.version_id = last_version_id;
--> statement-breakpoint
-- The shapes of the source's records: every run that met a field or a type for the first time begins a new version. What
-- a version consists of are its own rows and those of all before it.
CREATE VIEW "ops"."schema_versions" AS
SELECT dense_rank() OVER (ORDER BY run_number NULLS FIRST) AS schema_version, field, json_type, expected,
       first_seen_at, run_number AS first_seen_run_number, first_seen_run_id, example
FROM "ops"."source_fields"
LEFT JOIN "ops"."runs" ON run_id = first_seen_run_id;
--> statement-breakpoint
-- How old the newest data is, and of which waits that is made: the last three add up to watermark_age.
CREATE VIEW "ops"."freshness" AS
SELECT now() AS measured_at, watermark, now() - watermark AS watermark_age, last_success.run_number AS last_success_run_number,
       last_success.finished_at AS last_success_at,
       (SELECT now() - min(committed_at) FROM "ops"."batches" WHERE transformed_at IS NULL) AS waiting_for_gold,
       last_success.started_at - watermark AS lag_at_start,
       last_success.finished_at - last_success.started_at AS run_duration,
       now() - last_success.finished_at AS since_last_success
FROM "ops"."warehouse_state" AS state
LEFT JOIN LATERAL (
  SELECT run_number, started_at, finished_at FROM "ops"."runs"
  WHERE generation = state.generation AND outcome = 'succeeded'
  ORDER BY run_number DESC LIMIT 1
) AS last_success ON true;
--> statement-breakpoint
-- Both sides of conservation as each run counted them. A difference above zero is missing from the warehouse.
CREATE VIEW "ops"."conservation" AS
SELECT run_number, run_id, kind, outcome, finished_at, source_records, gold_records, rejected_records,
       source_records - gold_records - rejected_records AS difference, balanced
FROM "ops"."runs"
WHERE finished_at IS NOT NULL;
--> statement-breakpoint
-- Jobs that look the same under different ids: one workspace started, at the same instant, jobs of the same type for as many
-- contacts. A suspicion only: the source knows jobs by their ids alone, and so does gold.
CREATE VIEW "ops"."suspected_duplicates" AS
SELECT id_workspace, data_criacao, tipo_contato, total_contatos, count(*) AS total_enriquecimentos,
       array_agg(id_enriquecimento ORDER BY id_enriquecimento) AS ids_enriquecimento
FROM "gold"."enrichments"
GROUP BY id_workspace, data_criacao, tipo_contato, total_contatos
HAVING count(*) > 1;
