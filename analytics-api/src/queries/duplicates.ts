import { z } from "@hono/zod-openapi";
import { count, instant, instantOrNull, recordKey, uuid } from "../schemas/wire.ts";
import type { PageRead, Snapshot } from "../sql/snapshot.ts";

/** The rows of `ops.duplicates` of a record. */
export const duplicate = z
  .object({
    record_key: recordKey,
    extra_entries: count.openapi({
      description: "Entries that the source lists besides the one that gold shows.",
      example: 1,
    }),
    updated_at: z
      .array(instantOrNull)
      .describe("The `updated_at` of each different extra entry, oldest first; null: unreadable."),
    run_id: uuid,
    run_number: count.openapi({ description: "The run that first found one of them.", example: 412 }),
    found_at: instant,
  })
  .openapi("Duplicate");

/** By id. */
export const listDuplicates = (sql: Snapshot, { limit, after }: PageRead<string>) => sql<
  z.infer<typeof duplicate>[]
>`
  select record_key, sum(copies)::integer as extra_entries,
         array_agg(updated_at order by updated_at) as updated_at,
         (array_agg(run_id order by run_number))[1] as run_id, min(run_number) as run_number, min(found_at) as found_at
  from ops.duplicates join ops.runs using (run_id)
  ${after === undefined ? sql`` : sql`where record_key > ${after}`}
  group by record_key
  order by record_key
  limit ${limit}`;

export async function countDuplicates(sql: Snapshot) {
  const [counts] = await sql<[{ records: number; extra_entries: number }]>`
    select count(distinct record_key) as records, coalesce(sum(copies), 0)::bigint as extra_entries
    from ops.duplicates`;
  return counts;
}
