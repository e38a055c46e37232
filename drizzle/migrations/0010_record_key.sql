-- The id that a record was sent with; null where there is none, or the payload has text that PostgreSQL cannot hold
-- (\u0000, half a surrogate pair) and so cannot be taken apart.
CREATE FUNCTION "bronze"."record_id"(payload json) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN payload::text LIKE '%\\u%' AND NOT pg_input_is_valid(payload::text, 'jsonb') THEN NULL
  WHEN json_typeof(payload) = 'object' THEN payload ->> 'id'
END;
--> statement-breakpoint
-- The same key as before, of an id that has been taken out once: without the regular expression, and without taking the
-- payload apart for every use of its id, it costs a third. Not STRICT, so that it is inlined.
CREATE FUNCTION "bronze"."record_key"(payload json, id text) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE
  WHEN id IS NULL THEN md5(payload::text)::uuid
  WHEN pg_input_is_valid(id, 'uuid') AND lower(id) = id::uuid::text THEN id::uuid
  ELSE md5(id)::uuid
END;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "bronze"."record_key"(payload json) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN "bronze"."record_key"(payload, "bronze"."record_id"(payload));
--> statement-breakpoint
COMMENT ON FUNCTION "bronze"."record_id"(json) IS 'The id that a record was sent with; null where there is none or PostgreSQL cannot read the payload.';
--> statement-breakpoint
COMMENT ON FUNCTION "bronze"."record_key"(json, text) IS 'The key that a record is known by: its id where that is a UUID, else a UUID made of what stands in its place.';
