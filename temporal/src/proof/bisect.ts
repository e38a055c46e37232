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

const halvingsOf = (window: ProofWindow, pageSize: number): number =>
  Math.ceil(Math.log2(Math.max(1, entriesOf(window) / pageSize)));

/** A page each for what bronze lacks. */
const costOfReading = ({ sourceRecords, warehouseRecords }: ProofWindow, pageSize: number): number =>
  Math.max(0, sourceRecords - warehouseRecords) / pageSize + REQUESTS_TO_READ;

/** Requests that finding and reading what differs takes at most: two for each halving. */
const costOf = (windows: readonly ProofWindow[], pageSize: number): number =>
  windows.reduce(
    (requests, window) => requests + 2 * halvingsOf(window, pageSize) + costOfReading(window, pageSize),
    0,
  );

/**
 * Of the windows that differ those that can be finished with so many requests, the cheapest first; but at least one, as long as
 * any request is left. Halving all of them, and then reading none, would never come to an end.
 */
export function affordable(
  differing: readonly ProofWindow[],
  requests: number,
  pageSize: number,
): ProofWindow[] {
  if (requests <= 0) return [];
  // One for each halving: the count since the high-water mark is the same for all windows of a level.
  const priced = differing.map((window) => ({
    window,
    cost: halvingsOf(window, pageSize) + costOfReading(window, pageSize),
  }));
  let spent = 0;
  return priced
    .toSorted((a, b) => a.cost - b.cost)
    .filter(({ cost }, index) => {
      spent += cost;
      return index === 0 || spent <= requests;
    })
    .map(({ window }) => window);
}

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
