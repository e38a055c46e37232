import type { TransactionSql } from "postgres";
import { recordFinding } from "../ledger/findings.ts";
import type { PageBatch } from "./page-batch.ts";
import { excludedTimes, unreadableTimes } from "./record-traits.ts";

/** Stores findings about the source that only reading reveals. */
export async function recordReaderFindings(
  sql: TransactionSql,
  runId: string,
  batch: PageBatch,
): Promise<void> {
  if (batch.excludesUpdatedSince) {
    await sql`update ops.runs set source_excludes_updated_since = true where run_id = ${runId}`;
    await recordFinding(sql, runId, excludedTimes);
  }
  if (batch.unreadableTimes) await recordFinding(sql, runId, unreadableTimes);
}
