import { ApplicationFailure } from "@temporalio/common";
import { pageSizeOf } from "./page-evidence.ts";
import type { Ask, PlanAnswer } from "./plan-answers.ts";
import { latest } from "./walk.ts";

/** What a source does with `updated_since`, and how much it puts on a page. */
export interface SourceTraits {
  pageSize: number;
  /** False: the source ignores or refuses `updated_since`, so that every page is to be read. */
  honoursUpdatedSince: boolean;
  /** The times in the list leave out the one asked for. */
  excludesUpdatedSince: boolean;
  /**
   * The `updated_since` that everything asked for can be read with, by page 1 and the times on it; null: only page numbers
   * reach everything.
   */
  since: Date | null;
  /** Records to be read; null where the source does not count. */
  total: number | null;
  clockAheadMs: number | null;
}

/** Tried one after the other when a source refuses a page size. */
const SMALLER_PAGES = [50, 20, 10, 1];
/** Also tried when the records that the source lists first do not tell where time begins for it. */
const EARLIEST_TIMES = ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"];
const SECOND_MS = 1_000;

/** Probes a source that is to be read from the beginning, with times that its own records have. */
export async function probeWholeSource(ask: Ask, pageSize: number): Promise<SourceTraits> {
  const { answer: first, size } = await askFirstPage(ask, pageSize, null);
  const traits = {
    pageSize: size,
    honoursUpdatedSince: false,
    excludesUpdatedSince: false,
    since: null,
    total: first.total,
    clockAheadMs: first.clockAheadMs,
  };
  const times = timesOf(first);
  const newest = latest(times);
  if (!newest) return { ...traits, honoursUpdatedSince: first.times.length === 0 };
  const use = await probeUpdatedSince(ask, newest, times);
  if (!use.honoured) return traits;
  const oldest = Math.min(...times.map((time) => time.getTime()));
  const since = await findBeginning(ask, new Date(oldest), first.total);
  return { ...traits, honoursUpdatedSince: true, excludesUpdatedSince: use.excluded, since };
}

/** Probes a source that is to be read from a time on. What its list leaves out is as the runs before found it. */
export async function probeSince(
  ask: Ask,
  pageSize: number,
  since: Date,
  excludesUpdatedSince: boolean,
): Promise<SourceTraits> {
  const { answer, size } = await askFirstPage(ask, pageSize, since);
  const times = timesOf(answer);
  const earlier = times.filter((time) => time.getTime() < startOfSecond(since));
  const honoursUpdatedSince = earlier.length * 2 <= times.length;
  return {
    pageSize: size,
    honoursUpdatedSince,
    excludesUpdatedSince,
    since: honoursUpdatedSince ? since : null,
    total: answer.total,
    clockAheadMs: answer.clockAheadMs,
  };
}

async function askFirstPage(
  ask: Ask,
  pageSize: number,
  updatedSince: Date | null,
): Promise<{ answer: PlanAnswer; size: number }> {
  let refused = "";
  for (const limit of [pageSize, ...SMALLER_PAGES.filter((size) => size < pageSize)]) {
    const answer = await ask({ page: 1, limit, updatedSince });
    if (answer.refused === null) return { answer, size: pageSizeOf(answer.itemsPerPage, limit) };
    refused ||= answer.refused;
  }
  throw ApplicationFailure.nonRetryable(refused, "SourceRefused");
}

/** @param newest one of the `times` that the source listed first */
async function probeUpdatedSince(
  ask: Ask,
  newest: Date,
  times: readonly Date[],
): Promise<{ honoured: boolean; excluded: boolean }> {
  const firstSince = async (since: Date) => {
    const answer = await ask({ page: 1, limit: 1, updatedSince: since });
    return { refused: answer.refused !== null, time: timesOf(answer)[0] ?? null };
  };
  const asked = startOfSecond(newest);
  const from = await firstSince(newest);
  if (from.refused || (from.time && from.time.getTime() < asked)) return { honoured: false, excluded: false };
  if (from.time && startOfSecond(from.time) === asked) {
    if (times.some((time) => time.getTime() < asked)) return { honoured: true, excluded: false };
    // All that is known lies in one second: what comes after it tells a list that begins there from one that is not filtered.
    const after = await firstSince(new Date(asked + SECOND_MS));
    const ignored = after.refused || (after.time !== null && after.time.getTime() < asked + SECOND_MS);
    return { honoured: !ignored, excluded: false };
  }
  // The record is not listed: it has moved on, or the time itself is left out.
  const before = await firstSince(new Date(asked - SECOND_MS));
  if (before.refused || (before.time && before.time.getTime() < asked - SECOND_MS))
    return { honoured: false, excluded: false };
  return { honoured: true, excluded: before.time !== null && startOfSecond(before.time) === asked };
}

/** The first of some early times since which the source counts all it has; null where none of them reaches all. */
async function findBeginning(ask: Ask, oldest: Date, total: number | null): Promise<Date | null> {
  const beforeOldest = new Date(
    Math.max(startOfSecond(oldest) - SECOND_MS, Date.parse("0001-01-01T00:00:00Z")),
  );
  for (const since of [beforeOldest, ...EARLIEST_TIMES.map((time) => new Date(time))]) {
    const answer = await ask({ page: 1, limit: 1, updatedSince: since });
    if (answer.refused !== null) continue;
    if (total === null || answer.total === null || answer.total >= total) return since;
  }
  return null;
}

const timesOf = ({ times }: PlanAnswer): Date[] =>
  times.filter((time) => time !== null).map((time) => new Date(time));

const startOfSecond = (time: Date): number => Math.floor(time.getTime() / SECOND_MS) * SECOND_MS;
