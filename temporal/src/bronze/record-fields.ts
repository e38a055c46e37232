import type { TransactionSql } from "postgres";
import type { ObservedField } from "./observed-fields.ts";

/**
 * Notes fields and types of the source's records; those already known write nothing. Slices that meet the same ones at once
 * note them in the same order, and so wait for each other in turn.
 */
export async function recordFields(
  sql: TransactionSql,
  runId: string,
  fields: readonly ObservedField[],
): Promise<void> {
  if (fields.length === 0) return;
  const rows = fields.map(({ field, jsonType, expected, example }) => ({
    // PostgreSQL's text has no NUL.
    field: field.replaceAll("\0", "\uFFFD"),
    json_type: jsonType,
    expected,
    example,
  }));
  await sql`
    insert into ops.source_fields (field, json_type, expected, first_seen_run_id, example)
    select field, json_type, expected, ${runId}, example
    from json_to_recordset(${JSON.stringify(rows)}::text::json)
      as observed(field text, json_type text, expected boolean, example json)
    order by field, json_type
    on conflict do nothing`;
}
