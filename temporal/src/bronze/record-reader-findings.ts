import type { TransactionSql } from "postgres";
import { recordFinding } from "../ledger/findings.ts";
import type { PageBatch } from "./page-batch.ts";
import { excludedTimes } from "./record-traits.ts";

/** Notes in the run what only reading shows of a source. */
export async function recordReaderFindings(
  sql: TransactionSql,
  runId: string,
  batch: PageBatch,
): Promise<void> {
  if (batch.excludesUpdatedSince) {
    await sql`update ops.runs set source_excludes_updated_since = true where run_id = ${runId}`;
    await recordFinding(sql, runId, excludedTimes);
  }
  if (batch.unreadableTimes)
    await recordFinding(sql, runId, {
      code: "unreadable_times",
      severity: "notice",
      records: 0,
      recordIds: [],
      detail:
        "A whole page had no updated_at that says what comes next, so pages were read by their numbers.",
      remedy: "Look at the records' updated_at: each needs a zone, and the list must be in their order.",
    });
}
