import type { LedgerRow } from "../schemas/run.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export const runColumns = (sql: Snapshot): SqlFragment => sql`
  run_id, run_number, variant, kind, trigger, workflow_id, started_at, finished_at, outcome, error,
  window_from, window_to, source_honours_updated_since, requests, rate_limited, retries, records_read,
  versions_written, gold_inserted, gold_updated, rejected, deleted, fetching_ms, rate_limit_wait_ms,
  transforming_ms, source_records, gold_records, rejected_records, balanced`;

export interface RunFilters {
  outcomes?: string[] | undefined;
  kinds?: string[] | undefined;
  triggers?: string[] | undefined;
}

/** Up to `limit` runs older than number `before`, newest first. */
export const listRuns = (
  sql: Snapshot,
  { outcomes, kinds, triggers }: RunFilters,
  { limit, before }: { limit: number; before?: number | undefined },
) => sql<LedgerRow[]>`
  select ${runColumns(sql)}
  from ops.runs
  where true
    ${before === undefined ? sql`` : sql`and run_number < ${before}`}
    ${outcomes ? sql`and outcome = any(${outcomes}::text[])` : sql``}
    ${kinds ? sql`and kind = any(${kinds}::text[])` : sql``}
    ${triggers ? sql`and trigger = any(${triggers}::text[])` : sql``}
  order by run_number desc
  limit ${limit}`;
