import type { ProofWindow } from "./proof-window.ts";

/** A window with at most this many pages is read without bisecting it. */
const PAGES_READ_DIRECTLY = 1;
/** Requests to read a window and to count it again. */
const REQUESTS_TO_READ = 4;
/** A complete read costs one request per page and finds everything. It is preferred if bisecting costs more than this share of it. */
const MAX_SHARE_OF_FULL_READ = 0.25;

const entriesOf = ({ sourceRecords, warehouseRecords }: ProofWindow): number =>
  Math.max(sourceRecords, warehouseRecords);

/** Whether the window must be bisected before it is read. */
export const isLarge = (window: ProofWindow, pageSize: number): boolean =>
  entriesOf(window) > pageSize * PAGES_READ_DIRECTLY && window.warehouseRecords > 1;

const bisectionsOf = (window: ProofWindow, pageSize: number): number =>
  Math.ceil(Math.log2(Math.max(1, entriesOf(window) / pageSize)));

/** Includes one request per page of records that bronze lacks. */
const costOfReading = ({ sourceRecords, warehouseRecords }: ProofWindow, pageSize: number): number =>
  Math.max(0, sourceRecords - warehouseRecords) / pageSize + REQUESTS_TO_READ;

/** The maximum number of requests to bisect and read the windows: two for each bisection. */
const costOf = (windows: readonly ProofWindow[], pageSize: number): number =>
  windows.reduce(
    (requests, window) => requests + 2 * bisectionsOf(window, pageSize) + costOfReading(window, pageSize),
    0,
  );

/**
 * Chooses the windows that can be bisected and read with the remaining requests, the cheapest first, and at least one. Bisecting all windows
 * without reading any would make no progress over several runs.
 */
export function affordable(
  differing: readonly ProofWindow[],
  requests: number,
  pageSize: number,
): ProofWindow[] {
  if (requests <= 0) return [];
  // One request for each bisection, since the count at the high-water mark is shared by all windows of a level.
  const priced = differing.map((window) => ({
    window,
    cost: bisectionsOf(window, pageSize) + costOfReading(window, pageSize),
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

/** @param entries all entries that the source lists */
export const isFullReadCheaper = (
  differing: readonly ProofWindow[],
  entries: number,
  pageSize: number,
): boolean => costOf(differing, pageSize) > (entries / pageSize) * MAX_SHARE_OF_FULL_READ;
