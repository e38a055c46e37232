import type { Probe } from "../source/probe.ts";
import { observedTimes } from "./observed-times.ts";
import type { Cursor, SliceBounds } from "./walk.ts";

export interface PlannedSlice extends SliceBounds {
  fromAt: Date | null;
  cursor: Cursor;
  expectedRecords: number;
}

export interface SlicePlan {
  /** False: the source ignores `updated_since`, so that every page is to be read. */
  honoursUpdatedSince: boolean;
  slices: PlannedSlice[];
}

export interface Window {
  /** Inclusive; null: from the beginning. */
  from: Date | null;
  /** Exclusive; null: to the end. */
  to: Date | null;
}

/** Fewer records than this are read by one slice: a second one would cost more than it saves. */
const SMALLEST_SLICE = 2_000;
/** The most the contract allows. */
export const PAGE_SIZE = 100;
const BEGINNING = new Date(0);
/** A source that honours `updated_since` has nothing updated since then. */
const FAR_FUTURE = new Date("9999-12-31T00:00:00Z");

/**
 * Cuts what a run is to read into slices of about equal numbers of records.
 *
 * Costs two requests, and one more for each cut: the record at a position of the ordered list tells the time to cut at.
 * A cut whose request fails is left out.
 */
export async function planSlices(
  probe: Probe,
  window: Window,
  maxSlices: number,
  now: Date,
): Promise<SlicePlan> {
  const since = window.from ?? BEGINNING;
  const beyond = await probe({ page: 1, limit: 1, updatedSince: FAR_FUTURE });
  const whole = await probe({ page: 1, limit: 1, updatedSince: since });
  const total = whole.meta.totalItems ?? 0;
  const count = Math.max(1, Math.min(maxSlices, Math.floor(total / SMALLEST_SLICE)));
  if ((beyond.meta.totalItems ?? 0) > 0)
    return { honoursUpdatedSince: false, slices: cutPages(total, count) };

  const positions = Array.from({ length: count - 1 }, (_, cut) => Math.floor((total * (cut + 1)) / count));
  const cuts = await Promise.all(positions.map((position) => timeAt(probe, since, position, now)));
  return { honoursUpdatedSince: true, slices: cutTime(window, total, cuts) };
}

async function timeAt(probe: Probe, since: Date, position: number, now: Date): Promise<Date | null> {
  const fetched = await probe({ page: position + 1, limit: 1, updatedSince: since }).catch(() => null);
  return (
    (fetched &&
      observedTimes(
        fetched.records.map(({ value }) => value),
        since,
        now,
      )[0]) ??
    null
  );
}

function cutTime(window: Window, total: number, cuts: readonly (Date | null)[]): PlannedSlice[] {
  const usable = cuts
    .filter((cut) => cut !== null)
    .filter((cut) => cut > (window.from ?? BEGINNING) && (!window.to || cut < window.to))
    .sort((a, b) => a.getTime() - b.getTime())
    .filter((cut, index, sorted) => cut.getTime() !== sorted[index - 1]?.getTime());
  const starts = [window.from, ...usable];
  return starts.map((fromAt, index) => ({
    fromAt,
    toAt: usable[index] ?? window.to,
    toPage: null,
    cursor: { walk: "keyset", at: fromAt ?? BEGINNING, page: 1, resumeAt: null },
    expectedRecords: Math.round(total / starts.length),
  }));
}

function cutPages(total: number, count: number): PlannedSlice[] {
  const pages = Math.ceil(total / PAGE_SIZE);
  const firstPage = (slice: number) => Math.floor((pages * slice) / count) + 1;
  return Array.from({ length: count }, (_, slice) => ({
    fromAt: null,
    toAt: null,
    // The last one goes on to the end, wherever that is by then.
    toPage: slice === count - 1 ? null : firstPage(slice + 1) - 1,
    cursor: { walk: "forward", at: null, page: firstPage(slice), resumeAt: null },
    expectedRecords: Math.round(total / count),
  }));
}
