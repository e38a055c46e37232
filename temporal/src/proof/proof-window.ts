import type { ops } from "@enrichment-monitor/warehouse";
import type { Sql, TransactionSql } from "postgres";
import type { Span } from "./bounds.ts";
import type { BothCounts, Snapshot } from "./snapshot.ts";

/** What both sides counted since a window's two bounds; none of it differs where the two differences are equal. */
export interface WindowCounts {
  sourceRecords: number;
  warehouseRecords: number;
  differenceFrom: number;
  differenceTo: number;
}

export interface NewWindow extends Span, WindowCounts {
  origin: (typeof ops.proofWindowOrigins)[number];
  verdict: (typeof ops.proofWindowVerdicts)[number];
}

export interface ProofWindow extends NewWindow {
  windowNo: number;
  /** The slice that reads it; null: it is not read. */
  sliceNo: number | null;
}

const nothing: BothCounts = { source: 0, warehouse: 0 };

/** @param to null: to the end */
export function windowCounts(from: BothCounts, to: BothCounts | null): WindowCounts {
  const end = to ?? nothing;
  return {
    sourceRecords: from.source - end.source,
    warehouseRecords: from.warehouse - end.warehouse,
    differenceFrom: from.source - from.warehouse,
    differenceTo: end.source - end.warehouse,
  };
}

/** From each time to the next, from the last one to the high-water mark, and from there to the end. */
export function windowsBetween(
  times: readonly (Date | null)[],
  { counts, highWater }: Snapshot,
  highWaterAt: Date | null,
): NewWindow[] {
  const bounds = highWaterAt ? [...times, highWaterAt] : times;
  const since = highWaterAt ? [...counts, highWater] : counts;
  return bounds.map((from, index) => {
    const between = windowCounts(since[index] ?? nothing, since[index + 1] ?? null);
    return {
      from,
      to: bounds[index + 1] ?? null,
      ...between,
      origin: "boundary",
      verdict: isEqual(between) ? "equal" : "differs",
    };
  });
}

export const isEqual = ({ differenceFrom, differenceTo }: WindowCounts): boolean =>
  differenceFrom === differenceTo;

/** Of the run, by their numbers. */
export const readWindows = (sql: Sql | TransactionSql, runId: string): Promise<ProofWindow[]> =>
  sql<ProofWindow[]>`
    select window_no as "windowNo", origin, from_at as "from", to_at as "to", source_records as "sourceRecords",
           warehouse_records as "warehouseRecords", difference_from as "differenceFrom", difference_to as "differenceTo",
           verdict, slice_no as "sliceNo"
    from ops.proof_windows where run_id = ${runId} order by window_no`;

/** Numbered on from those that the run has. */
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

/** What was counted again. A window that differs still is read by another slice. */
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

/** In the place of a window, its two halves. */
export async function replaceWindow(
  sql: TransactionSql,
  runId: string,
  windowNo: number,
  halves: readonly NewWindow[],
): Promise<void> {
  await sql`delete from ops.proof_windows where run_id = ${runId} and window_no = ${windowNo}`;
  await insertWindows(sql, runId, halves);
}
