-- One row per record, its latest raw payload.
CREATE VIEW "bronze"."enrichments" AS
SELECT heads.record_key, versions.payload, heads.version_id, versions.fetch_id,
       heads.dw_ingested_at, heads.dw_updated_at, heads.deleted_at
FROM "bronze"."enrichment_heads" AS heads
JOIN "bronze"."enrichment_versions" AS versions USING (version_id);
--> statement-breakpoint
INSERT INTO "ops"."warehouse_state" DEFAULT VALUES;
