import type { Sql, TransactionSql } from "postgres";
import { sliceSuperseded } from "../failures.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import type { Cursor, SliceBounds } from "./pagination.ts";

export interface SliceState extends SliceBounds {
  sliceNo: number;
  cursor: Cursor;
  /** Commits so far, for the compare-and-set of the next commit. */
  commits: number;
  finished: boolean;
  /** Start of the slice; null: start of the source. */
  fromAt: Date | null;
  /** The pass of a complete read. */
  pass: number;
  /** Failed requests and inconsistent answers since the cursor last moved. */
  failuresInRow: number;
  doubtsInRow: number;
  /** The number of records estimated by the plan. */
  expectedRecords: number;
}

interface SliceRow {
  slice_no: number;
  expected_records: number;
  pass: number;
  from_at: Date | null;
  failures_in_row: number;
  doubts_in_row: number;
  to_at: Date | null;
  to_page: number | null;
  walk: Cursor["mode"];
  cursor_at: Date | null;
  cursor_page: number;
  resume_at: Date | null;
  commits: number;
  finished_at: Date | null;
}

export async function readSliceState(sql: Sql, runId: string, sliceNo: number): Promise<SliceState> {
  const [row] = await sql<SliceRow[]>`
    select slice_no, pass, expected_records, from_at, failures_in_row, doubts_in_row, to_at, to_page, walk, cursor_at, cursor_page, resume_at, commits, finished_at
    from ops.slices where run_id = ${runId} and slice_no = ${sliceNo}`;
  if (!row) throw new Error(`Run ${runId} has no slice ${sliceNo}.`);
  return {
    sliceNo: row.slice_no,
    toAt: row.to_at,
    toPage: row.to_page,
    cursor: { mode: row.walk, at: row.cursor_at, page: row.cursor_page, resumeAt: row.resume_at },
    commits: row.commits,
    finished: row.finished_at !== null,
    fromAt: row.from_at,
    pass: row.pass,
    expectedRecords: row.expected_records,
    failuresInRow: row.failures_in_row,
    doubtsInRow: row.doubts_in_row,
  };
}

export interface SliceProgress {
  cursor: Cursor;
  finished: boolean;
  recordsRead: number;
  maxUpdatedAt: Date | null;
  failuresInRow: number;
  doubtsInRow: number;
}

/**
 * Advances the slice's cursor, in the transaction that writes the records before it.
 * @throws ApplicationFailure SliceSuperseded when another attempt has moved it since `slice` was read.
 */
export async function moveSlice(
  sql: TransactionSql,
  run: RunReference,
  slice: SliceState,
  progress: SliceProgress,
): Promise<void> {
  const moved = await sql`
    update ops.slices
    set walk = ${progress.cursor.mode}, cursor_at = ${progress.cursor.at}, cursor_page = ${progress.cursor.page},
        resume_at = ${progress.cursor.resumeAt},
        commits = commits + 1,
        records_read = records_read + ${progress.recordsRead},
        max_updated_at = greatest(max_updated_at, ${progress.maxUpdatedAt}::timestamptz),
        failures_in_row = ${progress.failuresInRow}, doubts_in_row = ${progress.doubtsInRow},
        finished_at = case when ${progress.finished} then now() end
    where run_id = ${run.runId} and slice_no = ${slice.sliceNo} and commits = ${slice.commits}
      and finished_at is null`;
  if (moved.count === 0) throw sliceSuperseded(slice.sliceNo);
}
