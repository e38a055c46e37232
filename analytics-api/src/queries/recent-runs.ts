import { z } from "@hono/zod-openapi";
import { ledgerRow } from "../schemas/run.ts";
import { freshnessOf, runFreshness } from "../sql/run-freshness.ts";
import type { Snapshot } from "../sql/snapshot.ts";

const ledgerColumns = ledgerRow.pick({
  run_id: true,
  run_number: true,
  kind: true,
  trigger: true,
  started_at: true,
  finished_at: true,
  outcome: true,
  requests: true,
  rate_limited: true,
  rate_limit_wait_ms: true,
  records_read: true,
  versions_written: true,
  rejected: true,
  deleted: true,
});

/** A run as a point of a timeline. */
export const timelineRun = ledgerColumns
  .extend({
    duration_seconds: z
      .number()
      .min(0)
      .nullable()
      .openapi({ description: "Null while it is running.", example: 8.4 }),
    freshness: runFreshness,
  })
  .openapi("TimelineRun");

/** The runs since `from`, and one before it, oldest first; of more than `limit`, the newest. */
export async function readRecentRuns(sql: Snapshot, from: Date, limit: number) {
  const rows = await sql<z.infer<typeof timelineRun>[]>`
    select ${sql(ledgerColumns.keyof().options)},
           extract(epoch from finished_at - started_at)::double precision as duration_seconds,
           ${freshnessOf(sql)} as freshness
    from ops.runs
    where run_number >= coalesce(
      (select run_number from ops.runs where started_at < ${from} order by run_number desc limit 1), 0)
    order by run_number desc
    limit ${limit}`;
  return rows.reverse();
}
