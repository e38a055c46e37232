import type { TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";

/**
 * Advances the watermark to the newest time read, if the run has no unfinished slice and there is no gap between the old watermark and
 * the read range. It never moves back, and never beyond the local clock: a source whose clock is ahead would otherwise hide later
 * updates.
 * Locks the run's row, so that of two slices finishing at once the second sees the first. `for no key update` is compatible with the
 * foreign key locks that both already hold; a stronger lock would deadlock.
 */
export async function advanceWatermark(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`select from ops.runs where run_id = ${run.runId} for no key update`;
  await sql`
    with read as (
      -- LEAST ignores nulls: a run that read nothing must not use the local clock.
      select case when max(max_updated_at) < clock_timestamp() then max(max_updated_at)
                  when max(max_updated_at) is not null then clock_timestamp() end as newest
      from ops.slices where run_id = ${run.runId} having bool_and(finished_at is not null)
    ), moved as (
      update ops.warehouse_state set watermark = greatest(watermark, read.newest)
      from read, ops.runs
      where runs.run_id = ${run.runId} and (runs.window_from is null or runs.window_from <= watermark)
        and read.newest is not null and watermark is distinct from greatest(watermark, read.newest)
    )
    update ops.runs set window_to = read.newest from read where run_id = ${run.runId}`;
}

/**
 * Sets the watermark to the newest time of a complete read, even if it is earlier: after a restore of the source, new changes are
 * earlier than records read before.
 */
export async function resetWatermark(sql: TransactionSql, runId: string, pass: number): Promise<void> {
  await sql`
    update ops.warehouse_state set watermark = least(read.newest, clock_timestamp())
    from (select max(max_updated_at) as newest from ops.slices
          where run_id = ${runId} and slices.pass = ${pass}) as read
    where read.newest is not null`;
}
