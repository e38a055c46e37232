import type { TransactionSql } from "postgres";
import { CONTRACT_FIELDS, MAX_OTHER_FIELDS, type ObservedField } from "./observed-fields.ts";

/** The row for all fields beyond the limit. */
const FURTHER_FIELDS = "(further fields)";

/**
 * Stores fields and types of the source's records: new ones, and for known ones that the run has seen them, once a run. The insert is
 * ordered, so that parallel slices with the same fields wait for each other instead of deadlocking. One row says if there are more
 * additional fields than the limit.
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
  const unlimited = [...Object.keys(CONTRACT_FIELDS), FURTHER_FIELDS].join();
  await sql`
    with observed as (
      select field, json_type, observed.expected, observed.example, recorded.first_seen_at is null and other as limited,
             row_number() over (partition by recorded.first_seen_at is null and other order by field, json_type) as place
      from json_to_recordset(${JSON.stringify(rows)}::text::json)
        as observed(field text, json_type text, expected boolean, example json, other boolean)
      left join ops.source_fields as recorded using (field, json_type)
      where recorded.last_seen_run_id is distinct from ${runId}
    ), room as (
      select ${MAX_OTHER_FIELDS} - count(*) as rows from ops.source_fields
      where field <> all(string_to_array(${unlimited}, ','))
    ), seen as (
      select field, json_type, expected, example from observed cross join room
      where not limited or place <= room.rows
      union all
      select ${FURTHER_FIELDS}, 'any', false, null from room
      where exists (select from observed where limited and place > room.rows)
    )
    insert into ops.source_fields as recorded
      (field, json_type, expected, first_seen_run_id, last_seen_at, last_seen_run_id, example)
    select field, json_type, expected, ${runId}, now(), ${runId}, example from seen
    order by field, json_type
    on conflict (field, json_type) do update
    set last_seen_at = excluded.last_seen_at, last_seen_run_id = excluded.last_seen_run_id
    where recorded.last_seen_run_id is distinct from excluded.last_seen_run_id`;
}
