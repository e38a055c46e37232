import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, rawJson, uuid } from "../schemas/wire.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** A row of `ops.source_fields`. */
export const sourceField = z
  .object({
    field: z.string().openapi({ example: "total_contacts" }),
    json_type: z.string().openapi({ example: "number" }),
    expected: z.boolean().openapi({ description: "Whether the source's contract defines it." }),
    first_seen_at: instant,
    first_seen_run_id: uuid.nullable(),
    first_seen_run_number: count.nullable().openapi({ example: 1 }),
    last_seen_at: instantOrNull.openapi({
      description:
        "When a run last found it in a new or changed record; null: not since an upgrade of the warehouse.",
    }),
    last_seen_run_id: uuid.nullable(),
    last_seen_run_number: count.nullable().openapi({ example: 7 }),
    records_since: count.nullable().openapi({
      description:
        "New and changed records of later runs that have ended. None of them had it: above 0, the source may have stopped sending it.",
      example: 0,
    }),
    example: rawJson.nullable().openapi({ example: "1500" }),
  })
  .openapi("SourceField");

/** Every field and JSON type that the source ever sent, unexpected ones first. */
export const readSourceFields = (sql: Snapshot) => sql<z.infer<typeof sourceField>[]>`
  with last_seen as (
    select run_id, run_number,
           (select coalesce(sum(versions_written), 0)::bigint from ops.runs as later
            where later.run_number > runs.run_number and finished_at is not null) as records_since
    from ops.runs where run_id in (select last_seen_run_id from ops.source_fields)
  )
  select field, json_type, expected, first_seen_at, first_seen_run_id, first_seen.run_number as first_seen_run_number,
         last_seen_at, last_seen_run_id, last_seen.run_number as last_seen_run_number, records_since,
         example::text as example
  from ops.source_fields
  left join ops.runs as first_seen on first_seen.run_id = first_seen_run_id
  left join last_seen on last_seen.run_id = last_seen_run_id
  order by expected, field, json_type`;
