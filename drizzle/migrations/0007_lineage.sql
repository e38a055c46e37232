-- Every request made to the source, and the run that it was made for.
CREATE VIEW "ops"."fetches" AS
SELECT fetch_id, run_id, run_number, run.trigger AS run_trigger, run.workflow_id AS run_workflow_id,
       run.started_at AS run_started_at, fetched.workflow_id, workflow_run_id, activity_type, attempt, request,
       substring(request FROM '[?&]page=([0-9]+)')::integer AS page_number,
       http_status, failure, rows, new_versions, requested_at, duration_ms, retry_after, retry_wait_ms
FROM "bronze"."fetches" AS fetched
JOIN "ops"."runs" AS run USING (run_id);
--> statement-breakpoint
-- Where every row of gold comes from: each version of a record as the source sent it, what became of it, the request that
-- brought it and the run that asked. Records that gold never showed have theirs too.
CREATE VIEW "gold"."enrichments_lineage" AS
SELECT version.record_key AS id_enriquecimento, version.version_id AS id_versao_bronze, version.previous_version_id,
       version.observed_at, version.payload, coalesce(gold.id_versao_bronze = version.version_id, false) AS in_gold,
       batch.committed_at, batch.transformed_at,
       reject.rule, reject.field, reject.rejected_at, reject.resolved_at, reject.resolved_by_version_id,
       version.fetch_id, fetched.request, fetched.page_number, fetched.http_status, fetched.requested_at,
       fetched.duration_ms, fetched.activity_type, fetched.attempt, fetched.workflow_id, fetched.workflow_run_id,
       fetched.run_id, fetched.run_number, fetched.run_trigger, fetched.run_workflow_id, fetched.run_started_at,
       head.dw_ingested_at, head.dw_updated_at, head.deleted_at
FROM "bronze"."enrichment_versions" AS version
LEFT JOIN "bronze"."enrichment_heads" AS head USING (record_key)
LEFT JOIN "gold"."enrichments" AS gold ON gold.id_enriquecimento = version.record_key
LEFT JOIN "ops"."batches" AS batch USING (batch_id)
LEFT JOIN "ops"."rejected_records" AS reject ON reject.version_id = version.version_id
LEFT JOIN "ops"."fetches" AS fetched ON fetched.fetch_id = version.fetch_id;
