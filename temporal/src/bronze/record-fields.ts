import type { TransactionSql } from "postgres";
import { CONTRACT_FIELDS, MAX_OTHER_FIELDS, type ObservedField } from "./observed-fields.ts";

/** The row for all fields beyond the limit. */
const FURTHER_FIELDS = "(further fields)";

/**
 * Stores new fields and types of the source's records. The insert is ordered, so that parallel slices with the same fields wait for each
 * other instead of deadlocking. One row says if there are more additional fields than the limit.
 */
export async function recordFields(
  sql: TransactionSql,
  runId: string,
  fields: readonly ObservedField[],
): Promise<void> {
  if (fields.length === 0) return;
  const rows = fields.map(({ field, jsonType, expected, example }) => ({
    field,
    json_type: jsonType,
    expected,
    example,
    other: !Object.hasOwn(CONTRACT_FIELDS, field),
  }));
  const known = [...Object.keys(CONTRACT_FIELDS), FURTHER_FIELDS].join();
  await sql`
    with observed as (
      select observed.*, row_number() over (partition by other order by field, json_type) as place
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as observed(field text, json_type text, expected boolean, example json, other boolean)
      where not exists (select from ops.source_fields as noted
                        where noted.field = observed.field and noted.json_type = observed.json_type)
    ), room as (
      select ${MAX_OTHER_FIELDS} - count(*) as rows from ops.source_fields
      where field <> all(string_to_array(${known}, ','))
    ), new as (
      select field, json_type, expected, example from observed cross join room
      where not other or place <= room.rows
      union all
      select ${FURTHER_FIELDS}, 'any', false, null from room
      where exists (select from observed where other and place > room.rows)
    )
    insert into ops.source_fields (field, json_type, expected, first_seen_run_id, example)
    select field, json_type, expected, ${runId}, example from new
    order by field, json_type
    on conflict do nothing`;
}
