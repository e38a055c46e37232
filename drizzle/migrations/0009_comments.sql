-- What every schema, table, column and function means, for whoever explores the warehouse by SQL.
COMMENT ON SCHEMA "bronze" IS 'What the source said, as it said it: faithful, append-only, auditable.';
--> statement-breakpoint
COMMENT ON SCHEMA "gold" IS 'Clean data, ready for analysis, in the Portuguese words of the business. All instants are timestamptz; durations of jobs are in minutes.';
--> statement-breakpoint
COMMENT ON SCHEMA "ops" IS 'What the pipeline did and what it still has to do: runs, requests, batches, rejects, data quality.';
--> statement-breakpoint
COMMENT ON TABLE "bronze"."fetches" IS 'Every HTTP request made to the source, failed ones too.';
COMMENT ON COLUMN "bronze"."fetches"."fetch_id" IS 'Number of the request.';
COMMENT ON COLUMN "bronze"."fetches"."run_id" IS 'The run it was made for (ops.runs).';
COMMENT ON COLUMN "bronze"."fetches"."workflow_id" IS 'Temporal workflow whose activity made the request.';
COMMENT ON COLUMN "bronze"."fetches"."workflow_run_id" IS 'Temporal run id of that workflow.';
COMMENT ON COLUMN "bronze"."fetches"."activity_type" IS 'Temporal activity that made the request.';
COMMENT ON COLUMN "bronze"."fetches"."attempt" IS 'Attempt of that activity, from 1.';
COMMENT ON COLUMN "bronze"."fetches"."request" IS 'Path and query string as sent; the key is never part of it.';
COMMENT ON COLUMN "bronze"."fetches"."http_status" IS 'Status of the response; null when none arrived.';
COMMENT ON COLUMN "bronze"."fetches"."failure" IS 'Why the request failed; null when it did not.';
COMMENT ON COLUMN "bronze"."fetches"."rows" IS 'Records in the response.';
COMMENT ON COLUMN "bronze"."fetches"."new_versions" IS 'How many of them were new or changed.';
COMMENT ON COLUMN "bronze"."fetches"."requested_at" IS 'When the request was sent, by the clock of the worker.';
COMMENT ON COLUMN "bronze"."fetches"."duration_ms" IS 'Milliseconds until the response was read.';
COMMENT ON COLUMN "bronze"."fetches"."retry_after" IS 'The Retry-After header as received: seconds, a date, or nonsense.';
COMMENT ON COLUMN "bronze"."fetches"."retry_wait_ms" IS 'The wait in milliseconds that was made of it.';
--> statement-breakpoint
COMMENT ON TABLE "bronze"."enrichment_versions" IS 'Append-only: every distinct version of a record in the order observed (A, B, A is three versions). A record seen unchanged writes nothing.';
COMMENT ON COLUMN "bronze"."enrichment_versions"."version_id" IS 'Number of the version, rising; versions of parallel commits may interleave.';
COMMENT ON COLUMN "bronze"."enrichment_versions"."record_key" IS 'The source''s id where it is a UUID, else a UUID derived from what was sent in its place (bronze.record_key).';
COMMENT ON COLUMN "bronze"."enrichment_versions"."previous_version_id" IS 'The record''s newest version when this one was written; null for its first.';
COMMENT ON COLUMN "bronze"."enrichment_versions"."fetch_id" IS 'The request that brought it (bronze.fetches).';
COMMENT ON COLUMN "bronze"."enrichment_versions"."batch_id" IS 'The commit that wrote it (ops.batches).';
COMMENT ON COLUMN "bronze"."enrichment_versions"."observed_at" IS 'When the source was asked, by the clock of the worker.';
COMMENT ON COLUMN "bronze"."enrichment_versions"."payload" IS 'The record as received, letter by letter, malformed or not.';
--> statement-breakpoint
COMMENT ON TABLE "bronze"."enrichment_heads" IS 'Per record its newest version and that version''s hash: what makes an unchanged record cheap to see.';
COMMENT ON COLUMN "bronze"."enrichment_heads"."record_key" IS 'The record, as in bronze.enrichment_versions.';
COMMENT ON COLUMN "bronze"."enrichment_heads"."version_id" IS 'Its newest version by observation.';
COMMENT ON COLUMN "bronze"."enrichment_heads"."content_hash" IS '64-bit hash of that version''s payload (hashtextextended of its text).';
COMMENT ON COLUMN "bronze"."enrichment_heads"."dw_ingested_at" IS 'When the record was first seen; never changes.';
COMMENT ON COLUMN "bronze"."enrichment_heads"."dw_updated_at" IS 'When its content was last seen changed.';
COMMENT ON COLUMN "bronze"."enrichment_heads"."deleted_at" IS 'When a complete read no longer found it at the source; null while it is there.';
--> statement-breakpoint
COMMENT ON VIEW "bronze"."enrichments" IS 'One row per record: its latest raw payload.';
COMMENT ON COLUMN "bronze"."enrichments"."version_id" IS 'The version that the payload is of.';
--> statement-breakpoint
COMMENT ON FUNCTION "bronze"."record_key"(json) IS 'What a record is known by: its id where that is a UUID, else a UUID made of what stands in its place.';
--> statement-breakpoint
COMMENT ON TABLE "gold"."enrichments" IS 'One row per valid record: its newest state by (data_atualizacao, id_versao_bronze). An older data_atualizacao never overwrites a newer one; a version that breaks a rule leaves the last good state (ops.rejected_records); a record deleted at the source has no row.';
COMMENT ON COLUMN "gold"."enrichments"."id_enriquecimento" IS 'The job: the source''s id.';
COMMENT ON COLUMN "gold"."enrichments"."id_workspace" IS 'The customer whose job it is.';
COMMENT ON COLUMN "gold"."enrichments"."nome_workspace" IS 'The customer''s name as of this state, trimmed, never blank.';
COMMENT ON COLUMN "gold"."enrichments"."total_contatos" IS 'People or companies in the job, 0 or more.';
COMMENT ON COLUMN "gold"."enrichments"."tipo_contato" IS 'PESSOA (the source''s PERSON) or EMPRESA (COMPANY).';
COMMENT ON COLUMN "gold"."enrichments"."status_processamento" IS 'EM_PROCESSAMENTO (PROCESSING), CONCLUIDO (COMPLETED), FALHOU (FAILED) or CANCELADO (CANCELED).';
COMMENT ON COLUMN "gold"."enrichments"."data_criacao" IS 'When the job was created, by the source; to the second.';
COMMENT ON COLUMN "gold"."enrichments"."data_atualizacao" IS 'When the job last changed, by the source; to the second.';
COMMENT ON COLUMN "gold"."enrichments"."duracao_processamento_minutos" IS 'data_atualizacao - data_criacao in minutes, with fractions. Not final while EM_PROCESSAMENTO: leave those out of averages.';
COMMENT ON COLUMN "gold"."enrichments"."tempo_por_contato_minutos" IS 'duracao_processamento_minutos / total_contatos, in minutes; null when total_contatos is 0.';
COMMENT ON COLUMN "gold"."enrichments"."processamento_sucesso" IS 'Whether status_processamento is CONCLUIDO.';
COMMENT ON COLUMN "gold"."enrichments"."categoria_tamanho_job" IS 'By total_contatos: PEQUENO below 100, MEDIO 100 to 500, GRANDE 501 to 1000, MUITO_GRANDE above.';
COMMENT ON COLUMN "gold"."enrichments"."necessita_reprocessamento" IS 'Whether status_processamento is FALHOU or CANCELADO.';
COMMENT ON COLUMN "gold"."enrichments"."data_atualizacao_dw" IS 'When gold last wrote the row.';
COMMENT ON COLUMN "gold"."enrichments"."id_versao_bronze" IS 'Lineage: the version of bronze that the row shows (bronze.enrichment_versions.version_id).';
COMMENT ON COLUMN "gold"."enrichments"."id_execucao" IS 'Lineage: the run that transformed it (ops.runs.run_id).';
--> statement-breakpoint
COMMENT ON VIEW "gold"."enrichments_history" IS 'One row per state of a record that the warehouse knew. What it knew at an instant t: valid_from <= t AND (valid_to IS NULL OR t < valid_to). Rejected versions and those not yet transformed are left out; a record that was deleted at the source and came back reads as never gone.';
COMMENT ON COLUMN "gold"."enrichments_history"."id_versao_bronze" IS 'The version of bronze that is this state.';
COMMENT ON COLUMN "gold"."enrichments_history"."valid_from" IS 'When the state was observed.';
COMMENT ON COLUMN "gold"."enrichments_history"."valid_to" IS 'When the next one was observed, or the record was found deleted (exclusive); null: the current state.';
--> statement-breakpoint
COMMENT ON VIEW "gold"."enrichments_lineage" IS 'Where every row of gold comes from: each version of a record as the source sent it, what became of it, the request that brought it and the run that asked. Records that gold never showed have theirs too. What is not known of a version is null.';
COMMENT ON COLUMN "gold"."enrichments_lineage"."id_enriquecimento" IS 'The job, or for a record without a valid id a UUID derived from what was sent in its place.';
COMMENT ON COLUMN "gold"."enrichments_lineage"."id_versao_bronze" IS 'The version (bronze.enrichment_versions.version_id).';
COMMENT ON COLUMN "gold"."enrichments_lineage"."in_gold" IS 'Whether it is the version that gold shows now.';
--> statement-breakpoint
COMMENT ON TABLE "gold"."enrichments_hourly" IS 'Gold counted by workspace and hour; kept equal to gold.enrichments by triggers. Rows add up: a sum of each measure over any of them is the measure of their jobs.';
COMMENT ON COLUMN "gold"."enrichments_hourly"."hora" IS 'The hour (UTC) that data_criacao lies in.';
COMMENT ON COLUMN "gold"."enrichments_hourly"."total_enriquecimentos" IS 'Jobs.';
COMMENT ON COLUMN "gold"."enrichments_hourly"."total_contatos" IS 'Sum of their contacts.';
COMMENT ON COLUMN "gold"."enrichments_hourly"."soma_duracao" IS 'Sum of data_atualizacao - data_criacao; an interval, because it is exact.';
COMMENT ON COLUMN "gold"."enrichments_hourly"."histograma_duracao" IS 'Sum of gold.histograma_duracao over the jobs; gold.percentil_duracao reads it.';
--> statement-breakpoint
COMMENT ON TABLE "gold"."enrichments_hourly_all" IS 'gold.enrichments_hourly, all workspaces together.';
--> statement-breakpoint
COMMENT ON TABLE "gold"."enrichments_daily" IS 'Gold counted by workspace and day; otherwise as gold.enrichments_hourly.';
COMMENT ON COLUMN "gold"."enrichments_daily"."dia" IS 'The day in America/Sao_Paulo that data_criacao lies in.';
--> statement-breakpoint
COMMENT ON TABLE "gold"."enrichments_daily_all" IS 'gold.enrichments_daily, all workspaces together.';
--> statement-breakpoint
COMMENT ON FUNCTION "gold"."tipo_contato"(text) IS 'The word of gold for the source''s contact_type; null for one that is unknown.';
COMMENT ON FUNCTION "gold"."status_processamento"(text) IS 'The word of gold for the source''s status; null for one that is unknown.';
COMMENT ON FUNCTION "gold"."nome_workspace"(text) IS 'The source''s workspace_name without white space around it, as gold has it.';
COMMENT ON FUNCTION "gold"."categoria_tamanho_job"(integer) IS 'The size of a job by its contacts: PEQUENO below 100, MEDIO 100 to 500, GRANDE 501 to 1000, MUITO_GRANDE above.';
COMMENT ON FUNCTION "gold"."faixa_duracao"(double precision) IS 'The class that a duration in minutes counts in: 0 below one second, then sixteen for each doubling (4.4 % wide).';
COMMENT ON FUNCTION "gold"."histograma_duracao"(double precision) IS 'One job''s histogram for its duration in minutes: a one in the eight decimal digits of its class. A sum of histograms is the histogram of all their jobs.';
COMMENT ON FUNCTION "gold"."percentil_duracao"(numeric, double precision) IS 'The duration in minutes that a fraction (0 to 1) of a histogram''s jobs stays within, never off by more than the width of a class; null for no jobs.';
COMMENT ON FUNCTION "gold"."adjust_rollups"() IS 'Trigger: adds to the rollups what a statement added to gold.enrichments, and takes away what it removed.';
COMMENT ON FUNCTION "gold"."empty_rollups"() IS 'Trigger: empties the rollups when gold.enrichments is.';
--> statement-breakpoint
COMMENT ON FUNCTION "ops"."notify_warehouse_changed"() IS 'Trigger: tells whoever LISTENs to warehouse_changed that the ledger or the state of the warehouse has changed.';
--> statement-breakpoint
COMMENT ON TABLE "ops"."warehouse_state" IS 'One row: what is true of the warehouse as a whole.';
COMMENT ON COLUMN "ops"."warehouse_state"."id" IS 'Always 1.';
COMMENT ON COLUMN "ops"."warehouse_state"."generation" IS 'Raised by a reset, so that a late writer from before it is refused.';
COMMENT ON COLUMN "ops"."warehouse_state"."watermark" IS 'The source''s updated_at up to which bronze is complete; null before the first complete run.';
COMMENT ON COLUMN "ops"."warehouse_state"."data_version" IS 'Changes whenever gold does: readers may cache by it.';
--> statement-breakpoint
COMMENT ON TABLE "ops"."runs" IS 'The ledger: one row per execution of the pipeline.';
COMMENT ON COLUMN "ops"."runs"."run_id" IS 'Temporal run id of the workflow that opened the run.';
COMMENT ON COLUMN "ops"."runs"."run_number" IS 'Number of the run, rising.';
COMMENT ON COLUMN "ops"."runs"."generation" IS 'The warehouse''s generation when it began.';
COMMENT ON COLUMN "ops"."runs"."variant" IS 'modular (parent and child workflows) or linear (one workflow).';
COMMENT ON COLUMN "ops"."runs"."kind" IS 'incremental (since the watermark), backfill (a span of updated_at again) or reconcile (everything, marking what is gone as deleted).';
COMMENT ON COLUMN "ops"."runs"."trigger" IS 'Who started it: schedule, cli, api or start.';
COMMENT ON COLUMN "ops"."runs"."workflow_id" IS 'Temporal workflow that opened the run.';
COMMENT ON COLUMN "ops"."runs"."started_at" IS 'When it began.';
COMMENT ON COLUMN "ops"."runs"."finished_at" IS 'When it was closed; null while it is at work.';
COMMENT ON COLUMN "ops"."runs"."outcome" IS 'running, succeeded, unbalanced (both sides differ: the next run reads everything), failed, canceled or abandoned (killed from outside, closed by a later run).';
COMMENT ON COLUMN "ops"."runs"."error" IS 'Why it failed; null when it did not.';
COMMENT ON COLUMN "ops"."runs"."window_from" IS 'Since which updated_at it read; null: everything.';
COMMENT ON COLUMN "ops"."runs"."window_to" IS 'The newest updated_at it read, once it has read all of its window.';
COMMENT ON COLUMN "ops"."runs"."source_honours_updated_since" IS 'Whether the source filters by updated_since; false: every page is read. Null until probed.';
COMMENT ON COLUMN "ops"."runs"."requests" IS 'Requests made to the source.';
COMMENT ON COLUMN "ops"."runs"."rate_limited" IS 'Of those, answered with 429.';
COMMENT ON COLUMN "ops"."runs"."retries" IS 'Of those, failed and so to be repeated.';
COMMENT ON COLUMN "ops"."runs"."records_read" IS 'Records read from the source.';
COMMENT ON COLUMN "ops"."runs"."versions_written" IS 'Of those, new or changed.';
COMMENT ON COLUMN "ops"."runs"."gold_inserted" IS 'Rows added to gold.';
COMMENT ON COLUMN "ops"."runs"."gold_updated" IS 'Rows of gold changed.';
COMMENT ON COLUMN "ops"."runs"."rejected" IS 'Versions rejected.';
COMMENT ON COLUMN "ops"."runs"."deleted" IS 'Records found deleted at the source.';
COMMENT ON COLUMN "ops"."runs"."fetching_ms" IS 'Milliseconds spent in requests, summed over parallel ones.';
COMMENT ON COLUMN "ops"."runs"."rate_limit_wait_ms" IS 'Milliseconds that the source asked to wait, summed over parallel waits.';
COMMENT ON COLUMN "ops"."runs"."transforming_ms" IS 'Milliseconds spent in transforming batches.';
COMMENT ON COLUMN "ops"."runs"."source_records" IS 'Conservation: records in the source that the warehouse should know; null where they could not be counted.';
COMMENT ON COLUMN "ops"."runs"."gold_records" IS 'Conservation: rows of gold.';
COMMENT ON COLUMN "ops"."runs"."rejected_records" IS 'Conservation: records whose only versions are rejected.';
COMMENT ON COLUMN "ops"."runs"."balanced" IS 'Whether source_records = gold_records + rejected_records; null where not counted.';
--> statement-breakpoint
COMMENT ON TABLE "ops"."slices" IS 'The parts of the source that ingest activities read, and how far each has come.';
COMMENT ON COLUMN "ops"."slices"."run_id" IS 'The run that reads it.';
COMMENT ON COLUMN "ops"."slices"."slice_no" IS 'Number of the slice within the run.';
COMMENT ON COLUMN "ops"."slices"."pass" IS 'A complete read that found the source changed under it begins another pass.';
COMMENT ON COLUMN "ops"."slices"."from_at" IS 'First updated_at of the slice; null: without beginning.';
COMMENT ON COLUMN "ops"."slices"."to_at" IS 'End of the slice, exclusive; null: without end.';
COMMENT ON COLUMN "ops"."slices"."walk" IS 'How it is read: keyset, seek and return (up and down a crowded second) or forward (page after page).';
COMMENT ON COLUMN "ops"."slices"."cursor_at" IS 'The updated_since of the next request; null: none is sent.';
COMMENT ON COLUMN "ops"."slices"."cursor_page" IS 'The page of the next request.';
COMMENT ON COLUMN "ops"."slices"."resume_at" IS 'Where the keyset goes on after a return.';
COMMENT ON COLUMN "ops"."slices"."to_page" IS 'Last page of a slice cut by page numbers; null: to the end.';
COMMENT ON COLUMN "ops"."slices"."commits" IS 'Raised by every commit: an attempt that was replaced finds another number and stops.';
COMMENT ON COLUMN "ops"."slices"."max_updated_at" IS 'The newest plausible updated_at read.';
COMMENT ON COLUMN "ops"."slices"."records_read" IS 'Records read so far.';
COMMENT ON COLUMN "ops"."slices"."expected_records" IS 'Records it was estimated to hold.';
COMMENT ON COLUMN "ops"."slices"."finished_at" IS 'When it was read to its end; null: not yet.';
--> statement-breakpoint
COMMENT ON TABLE "ops"."batches" IS 'What one ingest commit brought and gold transforms in one transaction.';
COMMENT ON COLUMN "ops"."batches"."batch_id" IS 'Number of the batch.';
COMMENT ON COLUMN "ops"."batches"."run_id" IS 'The run that brought it.';
COMMENT ON COLUMN "ops"."batches"."first_version_id" IS 'Its lowest version_id; versions of parallel commits may lie between.';
COMMENT ON COLUMN "ops"."batches"."last_version_id" IS 'Its highest version_id.';
COMMENT ON COLUMN "ops"."batches"."versions" IS 'How many versions it has.';
COMMENT ON COLUMN "ops"."batches"."committed_at" IS 'When bronze had it.';
COMMENT ON COLUMN "ops"."batches"."transformed_at" IS 'When gold had it; null: pending.';
--> statement-breakpoint
COMMENT ON TABLE "ops"."rejected_records" IS 'Versions that broke a rule, until a later good version of the record resolves them or the record is deleted at the source.';
COMMENT ON COLUMN "ops"."rejected_records"."version_id" IS 'The version (bronze.enrichment_versions).';
COMMENT ON COLUMN "ops"."rejected_records"."record_key" IS 'The record, as in bronze.enrichment_versions.';
COMMENT ON COLUMN "ops"."rejected_records"."run_id" IS 'The run that rejected it.';
COMMENT ON COLUMN "ops"."rejected_records"."rule" IS 'The first rule that it broke.';
COMMENT ON COLUMN "ops"."rejected_records"."field" IS 'The source''s field that the rule looks at.';
COMMENT ON COLUMN "ops"."rejected_records"."payload" IS 'The record as received.';
COMMENT ON COLUMN "ops"."rejected_records"."rejected_at" IS 'When it was rejected.';
COMMENT ON COLUMN "ops"."rejected_records"."resolved_at" IS 'When it was resolved; null: open.';
COMMENT ON COLUMN "ops"."rejected_records"."resolved_by_version_id" IS 'The good version that took its place; null where the record was deleted instead.';
--> statement-breakpoint
COMMENT ON TABLE "ops"."source_fields" IS 'Every field and JSON type ever seen in payloads: schema drift is a row here.';
COMMENT ON COLUMN "ops"."source_fields"."field" IS 'The field''s name.';
COMMENT ON COLUMN "ops"."source_fields"."json_type" IS 'Its JSON type, or absent.';
COMMENT ON COLUMN "ops"."source_fields"."expected" IS 'Whether the source contract says so.';
COMMENT ON COLUMN "ops"."source_fields"."first_seen_at" IS 'When it was first seen.';
COMMENT ON COLUMN "ops"."source_fields"."first_seen_run_id" IS 'The run that first saw it.';
COMMENT ON COLUMN "ops"."source_fields"."example" IS 'The first value seen.';
--> statement-breakpoint
COMMENT ON TABLE "ops"."sightings" IS 'Records met by a complete read in progress: what it did not meet is deleted at the source. Empty between complete reads.';
COMMENT ON COLUMN "ops"."sightings"."run_id" IS 'The run that reads.';
COMMENT ON COLUMN "ops"."sightings"."record_key" IS 'The record that it met.';
--> statement-breakpoint
COMMENT ON VIEW "ops"."fetches" IS 'bronze.fetches, each with the run that it was made for.';
COMMENT ON COLUMN "ops"."fetches"."page_number" IS 'The page asked for; null where the request names none.';
COMMENT ON COLUMN "ops"."fetches"."run_number" IS 'Number of the run.';
COMMENT ON COLUMN "ops"."fetches"."run_trigger" IS 'Who started the run: schedule, cli, api or start.';
COMMENT ON COLUMN "ops"."fetches"."run_workflow_id" IS 'Temporal workflow that opened the run; run_id is its Temporal run id.';
COMMENT ON COLUMN "ops"."fetches"."run_started_at" IS 'When the run began.';
--> statement-breakpoint
COMMENT ON VIEW "ops"."rejects_by_rule" IS 'Which rules are broken, how often, and by what last.';
COMMENT ON COLUMN "ops"."rejects_by_rule"."open" IS 'Rejects that no good version has resolved.';
COMMENT ON COLUMN "ops"."rejects_by_rule"."resolved" IS 'Rejects that are resolved.';
COMMENT ON COLUMN "ops"."rejects_by_rule"."last_24_hours" IS 'Rejects of the last 24 hours, open or resolved.';
COMMENT ON COLUMN "ops"."rejects_by_rule"."last_rejected_at" IS 'When the newest version that broke it was rejected.';
COMMENT ON COLUMN "ops"."rejects_by_rule"."last_version_id" IS 'The newest version that broke it.';
COMMENT ON COLUMN "ops"."rejects_by_rule"."last_record_key" IS 'Of which record that is.';
COMMENT ON COLUMN "ops"."rejects_by_rule"."last_payload" IS 'That version as received.';
--> statement-breakpoint
COMMENT ON VIEW "ops"."schema_versions" IS 'The shapes of the source''s records: every run that met a field or type for the first time begins a new version. What a version consists of are its own rows and those of all before it.';
COMMENT ON COLUMN "ops"."schema_versions"."schema_version" IS 'Number of the version, from 1.';
COMMENT ON COLUMN "ops"."schema_versions"."first_seen_run_number" IS 'Number of the run that first saw it.';
--> statement-breakpoint
COMMENT ON VIEW "ops"."freshness" IS 'One row: how old the newest data is, and of which waits that is made: lag_at_start + run_duration + since_last_success = watermark_age.';
COMMENT ON COLUMN "ops"."freshness"."measured_at" IS 'Now.';
COMMENT ON COLUMN "ops"."freshness"."watermark_age" IS 'Now minus the watermark; null before the first complete run.';
COMMENT ON COLUMN "ops"."freshness"."last_success_run_number" IS 'The newest run of this generation that succeeded.';
COMMENT ON COLUMN "ops"."freshness"."last_success_at" IS 'When it finished.';
COMMENT ON COLUMN "ops"."freshness"."waiting_for_gold" IS 'How long the oldest batch has been in bronze and not in gold; null when none waits.';
COMMENT ON COLUMN "ops"."freshness"."lag_at_start" IS 'How far the watermark lies before the start of that run; below zero when more has been read since.';
COMMENT ON COLUMN "ops"."freshness"."run_duration" IS 'How long that run took.';
COMMENT ON COLUMN "ops"."freshness"."since_last_success" IS 'How long ago it finished.';
--> statement-breakpoint
COMMENT ON VIEW "ops"."conservation" IS 'Both sides of conservation as each finished run counted them: records in the source = rows of gold + records whose only versions are rejected.';
COMMENT ON COLUMN "ops"."conservation"."difference" IS 'source_records - gold_records - rejected_records: above zero is missing from the warehouse, below zero is gone from the source.';
--> statement-breakpoint
COMMENT ON VIEW "ops"."suspected_duplicates" IS 'Jobs that look the same under different ids: one workspace started, at the same instant, jobs of the same type for as many contacts. A suspicion only: the source knows jobs by their ids alone, and so does gold.';
COMMENT ON COLUMN "ops"."suspected_duplicates"."total_enriquecimentos" IS 'How many look the same, 2 or more.';
COMMENT ON COLUMN "ops"."suspected_duplicates"."ids_enriquecimento" IS 'Their ids, in order.';
--> statement-breakpoint
-- A column that a view or a rollup takes from a table, under the same name, means there what it means in the table.
DO $$
DECLARE
  copied record;
BEGIN
  FOR copied IN
    SELECT DISTINCT ON (reader, target.attname) reader, target.attname, col_description(source.attrelid, source.attnum) AS comment
    FROM (VALUES
      (1, 'bronze.enrichments', 'bronze.enrichment_heads'), (2, 'bronze.enrichments', 'bronze.enrichment_versions'),
      (3, 'gold.enrichments_hourly', 'gold.enrichments'), (4, 'gold.enrichments_hourly_all', 'gold.enrichments_hourly'),
      (5, 'gold.enrichments_hourly_all', 'gold.enrichments'), (6, 'gold.enrichments_daily', 'gold.enrichments_hourly'),
      (7, 'gold.enrichments_daily', 'gold.enrichments'), (8, 'gold.enrichments_daily_all', 'gold.enrichments_daily'),
      (9, 'gold.enrichments_daily_all', 'gold.enrichments_hourly'), (10, 'gold.enrichments_daily_all', 'gold.enrichments'),
      (11, 'gold.enrichments_history', 'gold.enrichments'),
      (12, 'ops.fetches', 'bronze.fetches'),
      (13, 'gold.enrichments_lineage', 'bronze.enrichment_versions'), (14, 'gold.enrichments_lineage', 'bronze.enrichment_heads'),
      (15, 'gold.enrichments_lineage', 'ops.batches'), (16, 'gold.enrichments_lineage', 'ops.rejected_records'),
      (17, 'gold.enrichments_lineage', 'bronze.fetches'), (18, 'gold.enrichments_lineage', 'ops.fetches'),
      (19, 'ops.rejects_by_rule', 'ops.rejected_records'), (20, 'ops.schema_versions', 'ops.source_fields'),
      (21, 'ops.freshness', 'ops.warehouse_state'), (22, 'ops.conservation', 'ops.runs'),
      (23, 'ops.suspected_duplicates', 'gold.enrichments')
    ) AS taken(turn, reader, origin)
    JOIN pg_attribute AS target ON target.attrelid = reader::regclass AND target.attnum > 0
    JOIN pg_attribute AS source ON source.attrelid = origin::regclass AND source.attname = target.attname
    WHERE col_description(target.attrelid, target.attnum) IS NULL AND col_description(source.attrelid, source.attnum) IS NOT NULL
    ORDER BY reader, target.attname, turn
  LOOP
    EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', copied.reader, copied.attname, copied.comment);
  END LOOP;
END $$;
