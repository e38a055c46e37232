import type { ops } from "@enrichment-monitor/warehouse";

/** Where the next request of a slice begins. */
export interface Cursor {
  walk: (typeof ops.sliceWalks)[number];
  /** The `updated_since` to send; null: none is sent. */
  at: Date | null;
  page: number;
}

export interface SliceBounds {
  /** Exclusive; null: without end. */
  toAt: Date | null;
  /** Inclusive; null: to the end. */
  toPage: number | null;
}

/** What a page says about the way on. */
export interface SeenPage {
  /** Fewer records than asked for: the source has no more. */
  last: boolean;
  /** See {@link observedTimes}. */
  times: readonly Date[];
}

export type DecidedStep = { next: "done" } | { next: "page"; cursor: Cursor };

export type Step =
  | DecidedStep
  /** The whole page lies within one second: its records must be counted to go on. */
  | { next: "count"; second: Date };

const done: DecidedStep = { next: "done" };
const goTo = (cursor: Cursor): DecidedStep => ({ next: "page", cursor });
const keyset = (at: Date): DecidedStep => goTo({ walk: "keyset", at, page: 1 });

/**
 * The step after a page.
 *
 * - keyset: always page 1 of the records updated since the last one seen, so that records which move while the source is
 *   read cannot push others past the reader.
 * - second: when a second holds more records than a page, its pages from the last to the first. A record that leaves the
 *   second only draws those after it to lower pages, which are still to be read: none can be missed.
 * - forward: page after page, where there are no times to steer by.
 */
export function nextStep(cursor: Cursor, bounds: SliceBounds, seen: SeenPage): Step {
  switch (cursor.walk) {
    case "keyset":
      return afterKeysetPage(cursor, bounds, seen);
    case "second":
      return afterPageOfSecond(cursor, bounds);
    case "forward":
      return afterForwardPage(cursor, bounds, seen);
  }
}

function afterKeysetPage({ at }: Cursor, bounds: SliceBounds, seen: SeenPage): Step {
  const newest = latest(seen.times);
  if (seen.last || isBeyond(newest, bounds)) return done;
  if (newest && (!at || newest > at)) return keyset(newest);
  return { next: "count", second: at ?? new Date(0) };
}

function afterPageOfSecond({ at, page }: Cursor, bounds: SliceBounds): Step {
  if (page > 1) return goTo({ walk: "second", at, page: page - 1 });
  const after = nextSecond(at ?? new Date(0));
  return isBeyond(after, bounds) ? done : keyset(after);
}

function afterForwardPage({ at, page }: Cursor, bounds: SliceBounds, seen: SeenPage): Step {
  const newest = latest(seen.times);
  if (seen.last || page === bounds.toPage) return done;
  if (at && isBeyond(newest, bounds)) return done;
  if (at && newest && newest > at) return keyset(newest);
  return goTo({ walk: "forward", at, page: page + 1 });
}

/**
 * The step into a page that gave no way on, once the records of its second are counted. More than a page of them: they are
 * paged through. Fewer: the rest of the page has times that cannot be read, and is passed page by page.
 */
export function stepIntoSecond(second: Date, records: number, pageSize: number): DecidedStep {
  if (records >= pageSize) return goTo({ walk: "second", at: second, page: Math.ceil(records / pageSize) });
  return goTo({ walk: "forward", at: second, page: 2 });
}

export const nextSecond = (instant: Date): Date =>
  new Date(Math.floor(instant.getTime() / 1_000) * 1_000 + 1_000);

export const latest = (times: readonly Date[]): Date | null =>
  times.reduce<Date | null>((newest, time) => (newest && newest > time ? newest : time), null);

const isBeyond = (time: Date | null, { toAt }: SliceBounds): boolean =>
  time !== null && toAt !== null && time >= toAt;
