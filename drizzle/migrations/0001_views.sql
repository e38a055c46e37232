-- A record is known by its id where that is a UUID; else by a UUID made of what stands in its place, so that a record with
-- a broken id keeps its identity from one reading to the next. Text that PostgreSQL cannot hold (\u0000, half a surrogate
-- pair) cannot be taken apart, so then the whole payload stands for it.
-- STABLE and not STRICT, so that it is inlined: called as a function, the planner would fold ->> out of its guard.
CREATE FUNCTION "bronze"."record_key"(payload json) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN payload::text LIKE '%\\u%' AND NOT pg_input_is_valid(payload::text, 'jsonb') THEN md5(payload::text)::uuid
  WHEN json_typeof(payload) <> 'object' OR payload ->> 'id' IS NULL THEN md5(payload::text)::uuid
  WHEN payload ->> 'id' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (payload ->> 'id')::uuid
  ELSE md5(payload ->> 'id')::uuid
END;
--> statement-breakpoint
-- One row per record, its latest raw payload.
CREATE VIEW "bronze"."enrichments" AS
SELECT heads.record_key, versions.payload, heads.version_id, versions.fetch_id,
       heads.dw_ingested_at, heads.dw_updated_at, heads.deleted_at
FROM "bronze"."enrichment_heads" AS heads
JOIN "bronze"."enrichment_versions" AS versions USING (version_id);
--> statement-breakpoint
INSERT INTO "ops"."warehouse_state" DEFAULT VALUES;
