import type { SourceField } from "../schemas/source-field.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** Every field that the source ever sent, with each JSON type it had; unexpected ones first. */
export const readSourceFields = (sql: Snapshot) => sql<SourceField[]>`
  select field, json_type, expected, first_seen_at, first_seen_run_id, example::text as example
  from ops.source_fields
  order by expected, field, json_type`;
