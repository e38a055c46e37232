import { ApplicationFailure } from "@temporalio/common";
import type { CachedProbe, PlanAnswer } from "./cached-probe.ts";
import { pageSizeOf } from "./page-evidence.ts";
import { latest } from "./pagination.ts";

/** How a source handles `updated_since` and page sizes. */
export interface SourceTraits {
  pageSize: number;
  /** False: the source ignores or refuses `updated_since`, so every page must be read. */
  honoursUpdatedSince: boolean;
  /** `updated_since` is exclusive. */
  excludesUpdatedSince: boolean;
  /**
   * The `updated_since` to start keyset pagination with; null: the source must be read by page number.
   */
  since: Date | null;
  /** Records to read; null if the source returns no total. */
  total: number | null;
  clockAheadMs: number | null;
  /** No record on the first page has a readable time. */
  timesUnreadable: boolean;
}

/** Statuses of an unsupported parameter. */
const BAD_PARAMETER = new Set([400, 413, 416, 422]);

/** Tried in this order when a source refuses a page size. */
const SMALLER_PAGES = [50, 20, 10, 1];
/** Also tried when the first page does not show the earliest time. */
const EARLIEST_TIMES = ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"];
/** Fewer records on a first page mean a short list with a wrong total, not a small page size. */
const MIN_CAP = 5;
const SECOND_MS = 1_000;

/** Probes a source for a complete read, with times of its own records. */
export async function probeWholeSource(probe: CachedProbe, pageSize: number): Promise<SourceTraits> {
  const first = await askFirstPage(probe, pageSize, null);
  if (first.answer.refused) return probeFilteredSource(probe, pageSize, first.answer.refused.message);
  const traits = traitsOf(first);
  const times = timesOf(first.answer);
  const newest = latest(times);
  if (!newest) {
    const isEmpty = first.answer.times.length === 0;
    return { ...traits, honoursUpdatedSince: isEmpty, timesUnreadable: !isEmpty };
  }
  const use = await probeUpdatedSince(probe, newest, times);
  if (!use.honoured) return traits;
  const oldest = Math.min(...times.map((time) => time.getTime()));
  const since = await findBeginning(probe, new Date(oldest), traits.total);
  return { ...traits, honoursUpdatedSince: true, excludesUpdatedSince: use.excluded, since };
}

/** For sources that require `updated_since`. */
async function probeFilteredSource(
  probe: CachedProbe,
  pageSize: number,
  refusal: string,
): Promise<SourceTraits> {
  for (const since of EARLIEST_TIMES.map((time) => new Date(time))) {
    const first = await askFirstPage(probe, pageSize, since);
    if (!first.answer.refused) return { ...traitsOf(first), honoursUpdatedSince: true, since };
  }
  throw ApplicationFailure.nonRetryable(refusal, "SourceRefused");
}

/** Probes a source for a read since a time. Whether `updated_since` is exclusive is known from earlier runs. */
export async function probeSince(
  probe: CachedProbe,
  pageSize: number,
  since: Date,
  excludesUpdatedSince: boolean,
): Promise<SourceTraits> {
  const first = await askFirstPage(probe, pageSize, since);
  if (first.answer.refused) {
    const whole = await askFirstPage(probe, pageSize, null);
    if (whole.answer.refused)
      throw ApplicationFailure.nonRetryable(first.answer.refused.message, "SourceRefused");
    return traitsOf(whole);
  }
  const times = timesOf(first.answer);
  const earlier = times.filter((time) => time.getTime() < startOfSecond(since));
  const honoursUpdatedSince = earlier.length * 2 <= times.length;
  return {
    ...traitsOf(first),
    honoursUpdatedSince,
    excludesUpdatedSince,
    since: honoursUpdatedSince ? since : null,
  };
}

interface FirstPage {
  answer: PlanAnswer;
  size: number;
}

/** Traits of a source that is read by page number. */
const traitsOf = ({ answer, size }: FirstPage): SourceTraits => ({
  pageSize: size,
  honoursUpdatedSince: false,
  excludesUpdatedSince: false,
  since: null,
  total: answer.total,
  clockAheadMs: answer.clockAheadMs,
  timesUnreadable: false,
});

/** The first page with the largest accepted page size; the first refusal if none is accepted. */
async function askFirstPage(
  probe: CachedProbe,
  pageSize: number,
  updatedSince: Date | null,
): Promise<FirstPage> {
  const first = await probe({ page: 1, limit: pageSize, updatedSince });
  let answer = first;
  let limit = pageSize;
  for (const smaller of SMALLER_PAGES.filter((size) => size < pageSize)) {
    if (!answer.refused || !BAD_PARAMETER.has(answer.refused.status ?? 0)) break;
    limit = smaller;
    answer = await probe({ page: 1, limit, updatedSince });
  }
  return answer.refused ? { answer: first, size: pageSize } : { answer, size: sizeOf(answer, limit) };
}

/** The page size that the source reports, or that a short page shows although the total is larger or missing. */
function sizeOf({ itemsPerPage, total, times }: PlanAnswer, limit: number): number {
  const said = pageSizeOf(itemsPerPage, limit);
  const shown = times.length;
  return shown >= MIN_CAP && shown < said && (total ?? Number.POSITIVE_INFINITY) > shown ? shown : said;
}

/** @param newest one of the `times` that the source listed first */
async function probeUpdatedSince(
  probe: CachedProbe,
  newest: Date,
  times: readonly Date[],
): Promise<{ honoured: boolean; excluded: boolean }> {
  const firstSince = async (since: Date) => {
    const answer = await probe({ page: 1, limit: 1, updatedSince: since });
    return { refused: answer.refused !== null, time: timesOf(answer)[0] ?? null };
  };
  const asked = startOfSecond(newest);
  const from = await firstSince(newest);
  if (from.refused || (from.time && from.time.getTime() < asked)) return { honoured: false, excluded: false };
  if (from.time && startOfSecond(from.time) === asked) {
    if (times.some((time) => time.getTime() < asked)) return { honoured: true, excluded: false };
    // All known times are in one second: the records after it distinguish a filtered list from an unfiltered one.
    const after = await firstSince(new Date(asked + SECOND_MS));
    const ignored = after.refused || (after.time !== null && after.time.getTime() < asked + SECOND_MS);
    return { honoured: !ignored, excluded: false };
  }
  // The record is not listed: it was updated, or `updated_since` is exclusive.
  const before = await firstSince(new Date(asked - SECOND_MS));
  if (before.refused || (before.time && before.time.getTime() < asked - SECOND_MS))
    return { honoured: false, excluded: false };
  return { honoured: true, excluded: before.time !== null && startOfSecond(before.time) === asked };
}

/** The first of some early times since which the source counts all records; null if there is none. */
async function findBeginning(probe: CachedProbe, oldest: Date, total: number | null): Promise<Date | null> {
  const beforeOldest = new Date(
    Math.max(startOfSecond(oldest) - SECOND_MS, Date.parse("0001-01-01T00:00:00Z")),
  );
  for (const since of [beforeOldest, ...EARLIEST_TIMES.map((time) => new Date(time))]) {
    const answer = await probe({ page: 1, limit: 1, updatedSince: since });
    if (answer.refused !== null) continue;
    if (total === null || answer.total === null || answer.total >= total) return since;
  }
  return null;
}

const timesOf = ({ times }: PlanAnswer): Date[] =>
  times.filter((time) => time !== null).map((time) => new Date(time));

const startOfSecond = (time: Date): number => Math.floor(time.getTime() / SECOND_MS) * SECOND_MS;
