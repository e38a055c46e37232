import type { ops } from "@enrichment-monitor/warehouse";
import type { PageEvidence } from "./page-evidence.ts";

/** The position of a slice's next request. */
export interface Cursor {
  mode: (typeof ops.paginationModes)[number];
  /** The `updated_since` to send; null: none. */
  at: Date | null;
  page: number;
  /** Only in mode `return`: where keyset pagination continues afterwards; null: at the next second. */
  resumeAt: Date | null;
}

export interface SliceBounds {
  /** Exclusive; null: without end. */
  toAt: Date | null;
  /** Inclusive; null: to the end. */
  toPage: number | null;
}

export type DecidedStep = { next: "done" } | { next: "page"; cursor: Cursor };

export type Step =
  | DecidedStep
  /** All records of the page are in one second: estimate how many pages that second has. */
  | { next: "count"; second: Date }
  /** The page is shorter than the source's count and gives no next position: request it again. */
  | { next: "doubt" };

const done: DecidedStep = { next: "done" };
const continueAt = (
  mode: Cursor["mode"],
  at: Date | null,
  page: number,
  resumeAt: Date | null = null,
): DecidedStep => ({
  next: "page",
  cursor: { mode, at, page, resumeAt },
});

/**
 * The step after a page.
 *
 * - keyset: always page 1 of the records updated since the last one seen, so records that are updated during the read cannot move
 *   others past the reader.
 * - seek and return: for a second with more records than a page, which needs page numbers. Seek moves forward to its last page, return
 *   reads its pages backward. A record that leaves the second moves the records after it to lower pages, which are not read yet, so
 *   none can be missed.
 * - forward: page by page, for a source that ignores `updated_since` or has unusable times.
 */
export function nextStep(cursor: Cursor, bounds: SliceBounds, seen: PageEvidence): Step {
  switch (cursor.mode) {
    case "keyset":
      return afterKeysetPage(cursor, bounds, seen);
    case "seek":
      return afterFindLastPage(cursor, bounds, seen);
    case "return":
      return afterBackwardPage(cursor, bounds);
    case "forward":
      return afterNumberedPage(cursor, bounds, seen);
  }
}

function afterKeysetPage({ at }: Cursor, bounds: SliceBounds, seen: PageEvidence): Step {
  const newest = latest(seen.times);
  if (seen.end === "ends" || (seen.ordered && isAfterSlice(newest, bounds))) return done;
  // Without ascending times the next records are on page 2 of the same list.
  if (seen.end === "continues" && (!seen.ordered || newest === null)) return continueAt("forward", at, 2);
  if (newest && (!at || newest > at)) return continueAt("keyset", newest, 1);
  if (seen.end === "continues") return { next: "count", second: at ?? new Date(0) };
  // Fewer records than the source counts: its pages may be smaller than reported.
  return seen.records > 0 ? continueAt("forward", at, 2) : { next: "doubt" };
}

function afterNumberedPage({ at, page }: Cursor, bounds: SliceBounds, seen: PageEvidence): Step {
  if (seen.end === "ends" || page === bounds.toPage) return done;
  if (seen.ordered && isAfterSlice(latest(seen.times), bounds)) return done;
  if (seen.end === "doubtful" && seen.records === 0) return { next: "doubt" };
  return continueAt("forward", at, page + 1);
}

function afterFindLastPage({ at, page }: Cursor, bounds: SliceBounds, seen: PageEvidence): DecidedStep {
  const newest = latest(seen.times);
  const reachesBeyond = newest !== null && at !== null && newest > at;
  const last = seen.end !== "continues";
  if (!last && !reachesBeyond) return continueAt("seek", at, page + 1);
  return readBackward(at, page - 1, last ? null : newest, bounds);
}

const afterBackwardPage = ({ at, page, resumeAt }: Cursor, bounds: SliceBounds): DecidedStep =>
  readBackward(at, page - 1, resumeAt, bounds);

function readBackward(
  at: Date | null,
  page: number,
  resumeAt: Date | null,
  bounds: SliceBounds,
): DecidedStep {
  if (page >= 1) return continueAt("return", at, page, resumeAt);
  // Records that left the second before they were read are after it now, even if the source had ended with it.
  const next = resumeAt ?? nextSecond(at ?? new Date(0));
  return isAfterSlice(next, bounds) ? done : continueAt("keyset", next, 1);
}

/** Starts reading a second with more records than a page. `records` is an estimate: records may have moved during the count. */
export const findLastPageOf = (second: Date, records: number, pageSize: number): DecidedStep =>
  continueAt("seek", second, Math.max(2, Math.ceil(records / pageSize)));

export const nextSecond = (instant: Date): Date =>
  new Date(Math.floor(instant.getTime() / 1_000) * 1_000 + 1_000);

export const latest = (times: readonly Date[]): Date | null =>
  times.reduce<Date | null>((newest, time) => (newest && newest > time ? newest : time), null);

const isAfterSlice = (time: Date | null, { toAt }: SliceBounds): boolean =>
  time !== null && toAt !== null && time >= toAt;
