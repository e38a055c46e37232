import type { Span } from "./bounds.ts";
import { isEqual, type NewWindow, type ProofWindow } from "./proof-window.ts";
import type { BothCounts } from "./snapshot.ts";

/** A window with no more records than this many pages is read outright. */
const PAGES_READ_OUTRIGHT = 1;
/** Requests to read a window and to count it again afterwards. */
const REQUESTS_TO_READ = 4;
/** A complete read costs a page each, and settles everything at once: above this share of it, it is the cheaper one. */
const WORTH_A_FULL_READ = 0.25;

const entriesOf = ({ sourceRecords, warehouseRecords }: ProofWindow): number =>
  Math.max(sourceRecords, warehouseRecords);

/** Whether the window is to be halved before it is read. */
export const isLarge = (window: ProofWindow, pageSize: number): boolean =>
  entriesOf(window) > pageSize * PAGES_READ_OUTRIGHT && window.warehouseRecords > 1;

/** Requests that finding and reading what differs takes: two for each halving, and a page each for what bronze lacks. */
export const costOf = (windows: readonly ProofWindow[], pageSize: number): number =>
  windows.reduce((requests, window) => {
    const pages = entriesOf(window) / pageSize;
    const lacking = Math.max(0, window.sourceRecords - window.warehouseRecords) / pageSize;
    return requests + 2 * Math.ceil(Math.log2(Math.max(1, pages))) + lacking + REQUESTS_TO_READ;
  }, 0);

/** @param entries that the source lists */
export const isFullReadCheaper = (
  differing: readonly ProofWindow[],
  entries: number,
  pageSize: number,
): boolean => costOf(differing, pageSize) > (entries / pageSize) * WORTH_A_FULL_READ;

/**
 * The two halves of a window that differs. A difference is the same at any moment, also where records moved between the
 * counts of the bounds and the count of the middle.
 *
 * @param atMiddle both counts since the middle
 * @param records of the warehouse in the earlier half and in the later one
 */
export function halve(
  window: ProofWindow,
  middle: Date,
  atMiddle: BothCounts,
  [earlier, later]: readonly [number, number],
): NewWindow[] {
  const { from, to, differenceFrom, differenceTo } = window;
  const difference = atMiddle.source - atMiddle.warehouse;
  return [
    half({ from, to: middle }, earlier, differenceFrom, difference),
    half({ from: middle, to }, later, difference, differenceTo),
  ];
}

function half(span: Span, warehouseRecords: number, differenceFrom: number, differenceTo: number): NewWindow {
  const counts = {
    warehouseRecords,
    sourceRecords: warehouseRecords + differenceFrom - differenceTo,
    differenceFrom,
    differenceTo,
  };
  return { ...span, ...counts, origin: "half", verdict: isEqual(counts) ? "equal" : "differs" };
}
