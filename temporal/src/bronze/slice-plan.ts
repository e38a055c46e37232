import type { CachedProbe } from "./cached-probe.ts";
import type { Cursor, SliceBounds } from "./pagination.ts";
import { probeSince, probeWholeSource, type SourceTraits } from "./source-traits.ts";

export interface PlannedSlice extends SliceBounds {
  fromAt: Date | null;
  cursor: Cursor;
  expectedRecords: number;
}

export interface SlicePlan extends SourceTraits {
  slices: PlannedSlice[];
}

export interface Window {
  /** Inclusive; null: from the beginning. */
  from: Date | null;
  /** Exclusive; null: to the end. */
  to: Date | null;
}

export interface PlanOptions {
  window: Window;
  maxSlices: number;
  /** Records to ask for per page. */
  pageSize: number;
  /** As found by the last run of this generation. */
  excludesUpdatedSince: boolean;
  /** Whether the source limits the request rate, as far as known after probing. */
  isLimited(): boolean;
}

/** Fewer records are read by one slice: a second one would cost more than it saves. */
const MIN_SLICE = 2_000;
/** With a rate limit slices save no time and cost about three requests each; the limit may turn out not to exist. */
const MIN_SLICE_OF_LIMITED = 10_000;

/**
 * Divides a run's read into slices of about equal numbers of records.
 *
 * Costs one request for a window, about four for everything, and one for each cut: the time of the record at a position of the ordered
 * list is the cut.
 */
export async function planSlices(
  probe: CachedProbe,
  { window, maxSlices, pageSize, excludesUpdatedSince, isLimited }: PlanOptions,
): Promise<SlicePlan> {
  const traits = window.from
    ? await probeSince(probe, pageSize, window.from, excludesUpdatedSince)
    : await probeWholeSource(probe, pageSize);
  const total = traits.total ?? 0;
  const smallest = isLimited() ? MIN_SLICE_OF_LIMITED : MIN_SLICE;
  const count = Math.max(1, Math.min(maxSlices, Math.floor(total / smallest)));
  if (traits.since === null) return { ...traits, slices: cutPages(total, count, traits.pageSize) };
  const { since } = traits;
  const positions = Array.from({ length: count - 1 }, (_, cut) => Math.floor((total * (cut + 1)) / count));
  // In sequence, so that each answer is saved before the next request.
  const cuts: Date[] = [];
  for (const position of positions) {
    const time = await timeAt(probe, since, position);
    if (time) cuts.push(time);
  }
  return { ...traits, slices: cutTime(since, window, total, cuts) };
}

async function timeAt(probe: CachedProbe, since: Date, position: number): Promise<Date | null> {
  const { times } = await probe({ page: position + 1, limit: 1, updatedSince: since });
  return times[0] ? new Date(times[0]) : null;
}

function cutTime(since: Date, window: Window, total: number, cuts: readonly Date[]): PlannedSlice[] {
  const usable = cuts
    .filter((cut) => cut > since && (!window.to || cut < window.to))
    .sort((a, b) => a.getTime() - b.getTime())
    .filter((cut, index, sorted) => cut.getTime() !== sorted[index - 1]?.getTime());
  const starts = [window.from, ...usable];
  return starts.map((fromAt, index) => ({
    fromAt,
    toAt: usable[index] ?? window.to,
    toPage: null,
    cursor: { mode: "keyset", at: fromAt ?? since, page: 1, resumeAt: null },
    expectedRecords: Math.round(total / starts.length),
  }));
}

function cutPages(total: number, count: number, pageSize: number): PlannedSlice[] {
  const pages = Math.ceil(total / pageSize);
  const firstPage = (slice: number) => Math.floor((pages * slice) / count) + 1;
  return Array.from({ length: count }, (_, slice) => ({
    fromAt: null,
    toAt: null,
    // The last slice is open-ended.
    toPage: slice === count - 1 ? null : firstPage(slice + 1) - 1,
    cursor: { mode: "forward", at: null, page: firstPage(slice), resumeAt: null },
    expectedRecords: Math.round(total / count),
  }));
}
