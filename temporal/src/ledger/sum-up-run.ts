import type { Sql, TransactionSql } from "postgres";

/** Writes into the run what its fetches and slices add up to. */
export async function sumUpRun(sql: Sql | TransactionSql, runId: string): Promise<void> {
  await sql`
    update ops.runs
    set requests = fetched.requests, rate_limited = fetched.rate_limited, retries = fetched.failures,
        versions_written = fetched.versions_written, fetching_ms = fetched.fetching_ms,
        rate_limit_wait_ms = fetched.rate_limit_wait_ms,
        records_read = (select coalesce(sum(records_read), 0) from ops.slices where run_id = ${runId})
    from (
      select count(*) as requests,
             count(*) filter (where http_status = 429) as rate_limited,
             count(*) filter (where failure is not null) as failures,
             coalesce(sum(new_versions), 0) as versions_written,
             coalesce(sum(duration_ms), 0) as fetching_ms,
             coalesce(sum(retry_wait_ms), 0) as rate_limit_wait_ms
      from bronze.fetches where run_id = ${runId}
    ) as fetched
    where runs.run_id = ${runId}`;
}
