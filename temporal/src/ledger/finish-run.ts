import type { TransactionSql } from "postgres";
import type { RunOutcome } from "./run-reference.ts";

/**
 * Closes an open run. The wait time is the union of the waits that the source requested, up to the end of the run.
 */
export async function finishRun(
  sql: TransactionSql,
  runId: string,
  outcome: RunOutcome,
  error: string | null,
): Promise<void> {
  await sql`
    with waits as (
      select range_agg(tstzrange(began, least(began + retry_wait_ms * interval '1 ms', clock_timestamp()))) as spans
      from bronze.fetches
      cross join lateral (select requested_at + duration_ms * interval '1 ms' as began) as answered
      where run_id = ${runId} and retry_wait_ms > 0 and began < clock_timestamp()
    )
    update ops.runs
    set finished_at = clock_timestamp(), outcome = ${outcome}, error = ${error}, wait_until = null, wait_reason = null,
        rate_limit_wait_ms = (
          select coalesce(round(sum(extract(epoch from upper(span) - lower(span))) * 1000), 0)
          from waits cross join lateral unnest(waits.spans) as span)
    where run_id = ${runId} and finished_at is null`;
}
