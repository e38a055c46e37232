import type { ops } from "@enrichment-monitor/warehouse";
import type { Sql, TransactionSql } from "postgres";
import { type BothCounts, NO_RECORDS, type Snapshot } from "./snapshot.ts";
import type { Span } from "./span.ts";

/** Counts of a window. Its counts are equal if the differences since its two bounds are equal. */
export interface WindowCounts {
  sourceRecords: number;
  warehouseRecords: number;
  /** The source's count minus the warehouse's, since the window's bounds. */
  differenceFrom: number;
  differenceTo: number;
}

export interface NewWindow extends Span, WindowCounts {
  origin: (typeof ops.proofWindowOrigins)[number];
  /**
   * `differs`: to be bisected or read. `reading`: to be read, or being read. `healed`: differed before it was read. `unsettled`: not resolved
   * in the rounds of one run.
   */
  verdict: (typeof ops.proofWindowVerdicts)[number];
}

export interface ProofWindow extends NewWindow {
  windowNo: number;
  /** The slice that reads it; null: none. */
  sliceNo: number | null;
}

/**
 * @param from counts since the window's beginning
 * @param to counts since its end; null: it has no end
 */
export function windowCounts(from: BothCounts, to: BothCounts | null): WindowCounts {
  const end = to ?? NO_RECORDS;
  return {
    sourceRecords: from.source - end.source,
    warehouseRecords: from.warehouse - end.warehouse,
    differenceFrom: from.source - from.warehouse,
    differenceTo: end.source - end.warehouse,
  };
}

/** The windows from each time to the next, from the last time to the high-water mark, and from there to the end. */
export function windowsBetween(
  times: readonly (Date | null)[],
  { counts, highWater }: Snapshot,
  highWaterAt: Date | null,
): NewWindow[] {
  const bounds = highWaterAt ? [...times, highWaterAt] : times;
  const since = highWaterAt ? [...counts, highWater] : counts;
  return bounds.map((from, index) => {
    const between = windowCounts(since[index] ?? NO_RECORDS, since[index + 1] ?? null);
    return {
      from,
      to: bounds[index + 1] ?? null,
      ...between,
      origin: "boundary",
      verdict: isEqual(between) ? "equal" : "differs",
    };
  });
}

/** A window that is read whatever its counts say. */
export const windowToRead = (span: Span, origin: NewWindow["origin"], records: number): NewWindow => ({
  ...span,
  origin,
  verdict: "reading",
  sourceRecords: records,
  warehouseRecords: records,
  differenceFrom: 0,
  differenceTo: 0,
});

export const isEqual = ({ differenceFrom, differenceTo }: WindowCounts): boolean =>
  differenceFrom === differenceTo;

/** Whether the window's slice has been read, provided that no slice of the proof is unread. */
export const wasRead = ({ verdict, sliceNo }: ProofWindow): boolean =>
  verdict === "reading" && sliceNo !== null;

/** The windows of a run, by number. */
export const loadWindows = (sql: Sql | TransactionSql, runId: string): Promise<ProofWindow[]> =>
  sql<ProofWindow[]>`
    select window_no as "windowNo", origin, from_at as "from", to_at as "to", source_records as "sourceRecords",
           warehouse_records as "warehouseRecords", difference_from as "differenceFrom", difference_to as "differenceTo",
           verdict, slice_no as "sliceNo"
    from ops.proof_windows where run_id = ${runId} order by window_no`;

/** Their numbers follow those of the run's windows. */
export async function insertWindows(
  sql: TransactionSql,
  runId: string,
  windows: readonly NewWindow[],
): Promise<void> {
  if (windows.length === 0) return;
  const [last] = await sql<{ windowNo: number | null }[]>`
    select max(window_no) as "windowNo" from ops.proof_windows where run_id = ${runId}`;
  const first = (last?.windowNo ?? 0) + 1;
  await sql`
    insert into ops.proof_windows ${sql(
      windows.map((window, index) => ({
        run_id: runId,
        window_no: first + index,
        origin: window.origin,
        from_at: window.from,
        to_at: window.to,
        source_records: window.sourceRecords,
        warehouse_records: window.warehouseRecords,
        difference_from: window.differenceFrom,
        difference_to: window.differenceTo,
        verdict: window.verdict,
      })),
    )}`;
}

/** Updates the counts. A window that still differs loses its slice, so that another one reads it. */
export const updateWindow = (
  sql: TransactionSql,
  runId: string,
  windowNo: number,
  counts: WindowCounts,
  verdict: NewWindow["verdict"],
) => sql`
    update ops.proof_windows
    set source_records = ${counts.sourceRecords}, warehouse_records = ${counts.warehouseRecords},
        difference_from = ${counts.differenceFrom}, difference_to = ${counts.differenceTo},
        verdict = ${verdict}, counted_at = clock_timestamp(), slice_no = case when ${verdict} <> 'differs' then slice_no end
    where run_id = ${runId} and window_no = ${windowNo}`;

export const setVerdict = (
  sql: TransactionSql,
  runId: string,
  windows: readonly ProofWindow[],
  verdict: NewWindow["verdict"],
) => sql`
    update ops.proof_windows set verdict = ${verdict}
    where run_id = ${runId} and window_no = any(${windows.map(({ windowNo }) => windowNo)})`;

export async function replaceWindow(
  sql: TransactionSql,
  runId: string,
  windowNo: number,
  halves: readonly NewWindow[],
): Promise<void> {
  await sql`delete from ops.proof_windows where run_id = ${runId} and window_no = ${windowNo}`;
  await insertWindows(sql, runId, halves);
}
