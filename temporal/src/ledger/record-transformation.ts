import type { TransactionSql } from "postgres";
import type { TransformedBatches } from "../gold/transform-batches.ts";
import type { RunReference } from "./run-reference.ts";

/** Adds a transaction's figures to its run and increments the data version if gold has changed. */
export async function recordTransformation(
  sql: TransactionSql,
  run: RunReference,
  transformed: TransformedBatches,
  durationMs: number,
): Promise<void> {
  await sql`
    update ops.runs
    set gold_inserted = gold_inserted + ${transformed.inserted}, gold_updated = gold_updated + ${transformed.updated},
        rejected = rejected + ${transformed.rejected}, transforming_ms = transforming_ms + ${Math.round(durationMs)}
    where run_id = ${run.runId}`;
  if (transformed.inserted + transformed.updated > 0)
    await sql`update ops.warehouse_state set data_version = data_version + 1`;
}
