import type { Sql, TransactionSql } from "postgres";
import type { ActivityReference } from "../ledger/run-reference.ts";
import { failed, type SourceFetch } from "../source/source-client.ts";

/** A row of bronze.fetches, as JSON for `json_to_recordset`. */
export function fetchRow(fetched: SourceFetch) {
  return {
    request: fetched.request,
    http_status: fetched.status,
    failure: failed(fetched) ? fetched.failure.message : null,
    rows: failed(fetched) ? 0 : fetched.records.length,
    requested_at: fetched.requestedAt.toISOString(),
    duration_ms: fetched.durationMs,
    retry_after: fetched.retryAfter,
    retry_wait_ms: failed(fetched) ? (fetched.failure.retryDelayMs ?? null) : null,
  };
}

/** Stores requests without ingested records: probes and failures. */
export async function recordFetches(
  sql: Sql | TransactionSql,
  runId: string,
  activity: ActivityReference,
  fetches: readonly SourceFetch[],
): Promise<void> {
  if (fetches.length === 0) return;
  await sql`
    insert into bronze.fetches (run_id, workflow_id, workflow_run_id, activity_type, attempt,
                                request, http_status, failure, rows, requested_at, duration_ms, retry_after, retry_wait_ms)
    select ${runId}, ${activity.workflowId}, ${activity.workflowRunId}, ${activity.activityType}, ${activity.attempt},
           request, http_status, failure, rows, requested_at, duration_ms, retry_after, retry_wait_ms
    from json_to_recordset(${JSON.stringify(fetches.map(fetchRow))}::text::json) as fetched(
      request text, http_status smallint, failure text, rows integer,
      requested_at timestamptz, duration_ms integer, retry_after text, retry_wait_ms integer)`;
}
