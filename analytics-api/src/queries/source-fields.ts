import { z } from "@hono/zod-openapi";
import { count, instant, rawJson, uuid } from "../schemas/wire.ts";
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
    example: rawJson.nullable().openapi({ example: "1500" }),
  })
  .openapi("SourceField");

/** Every field and JSON type that the source ever sent, unexpected ones first. */
export const readSourceFields = (sql: Snapshot) => sql<z.infer<typeof sourceField>[]>`
  select field, json_type, expected, first_seen_at, first_seen_run_id, run_number as first_seen_run_number,
         example::text as example
  from ops.source_fields left join ops.runs on run_id = first_seen_run_id
  order by expected, field, json_type`;
