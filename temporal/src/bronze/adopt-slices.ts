import type { TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";

/**
 * Takes over the unfinished slices of the previous run, if it ended early, with their cursors. Finished slices are complete: records
 * changed since are listed later, in the open-ended slice.
 *
 * Not taken over: slices by page numbers, which move with the list, those of a backfill or a complete read, those of a run
 * whose last slice had been finished, and all from before a reset.
 *
 * @returns whether there were any.
 */
export async function adoptSlices(sql: TransactionSql, run: RunReference): Promise<boolean> {
  const adopted = await sql`
    with previous as (
      select run_id, window_from, source_excludes_updated_since, source_page_size from (
        select runs.*, row_number() over (order by run_number desc) as age from ops.runs
        where generation = ${run.generation} and run_number < ${run.runNumber} and finished_at is not null
      ) as earlier
      where age = 1 and kind in ('incremental', 'first_load') and outcome in ('failed', 'canceled', 'abandoned', 'incomplete')
        and source_honours_updated_since
    ), unfinished as (
      select slice.* from ops.slices as slice join previous using (run_id)
      where pass = 1 and finished_at is null
    ), adopted as (
      insert into ops.slices (run_id, slice_no, pass, from_at, to_at, walk, cursor_at, cursor_page, resume_at,
                              commits, max_updated_at, expected_records)
      select ${run.runId}::uuid, row_number() over (order by slice_no), 1, from_at, to_at, walk, cursor_at, cursor_page,
             resume_at, greatest(commits - failures_in_row - doubts_in_row, 0), max_updated_at, greatest(expected_records - records_read, 0)
      from unfinished
      where exists (select from unfinished where to_at is null)
        and not exists (select from unfinished where walk = 'forward')
        and exists (select from unfinished where commits > 0)
      returning slice_no
    )
    update ops.runs as run
    set source_honours_updated_since = true, window_from = previous.window_from,
        source_excludes_updated_since = previous.source_excludes_updated_since,
        source_page_size = previous.source_page_size
    from previous
    where run.run_id = ${run.runId} and exists (select from adopted)
    returning run.run_id`;
  return adopted.count > 0;
}
