import type { Sql, TransactionSql } from "postgres";
import { failed, type SourceFetch } from "../source/source-client.ts";

/**
 * Adds requests and their records to the run's figures, in the transaction that stores them. It locks the run's row, so call it last,
 * except for other statements that lock the row.
 */
export async function addToRun(
  sql: Sql | TransactionSql,
  runId: string,
  fetches: readonly SourceFetch[],
  brought: { records: number; versions: number } = { records: 0, versions: 0 },
): Promise<void> {
  const failures = fetches.filter(failed);
  const limited = failures.filter(({ failure }) => failure.kind === "rate-limited");
  const fetchingMs = fetches.reduce((sum, { durationMs }) => sum + durationMs, 0);
  await sql`
    update ops.runs
    set requests = requests + ${fetches.length}, rate_limited = rate_limited + ${limited.length},
        retries = retries + ${failures.length}, fetching_ms = fetching_ms + ${fetchingMs},
        records_read = records_read + ${brought.records}, versions_written = versions_written + ${brought.versions},
        last_progress_at = case when ${failures.length < fetches.length} then clock_timestamp() else last_progress_at end
    where run_id = ${runId}`;
}
