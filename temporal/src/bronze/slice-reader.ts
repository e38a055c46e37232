import { sleep } from "@temporalio/activity";
import { isHeldBack, type PacedClient } from "../source/paced-client.ts";
import { type FetchedPage, failed } from "../source/source-client.ts";
import type { PageBatch } from "./page-batch.ts";
import { type PageEvidence, readEvidence, repeats } from "./page-evidence.ts";
import { type Cursor, type DecidedStep, findLastPageOf, latest, nextSecond, nextStep } from "./pagination.ts";
import type { SliceState } from "./slice.ts";

/** Pages per commit. Twenty pages of 100 records take a transaction of about 20 ms. */
const PAGES_PER_COMMIT = 20;
/** Pages of a slow source are committed after this time, so that each answer counts as progress. */
const COMMIT_INTERVAL_MS = 5_000;
const SECOND_MS = 1_000;
/** One second, plus a margin for writes at its end. */
const SECOND_AND_MORE_MS = 1_200;
/** Times that an inconsistent answer is requested again before it is accepted. */
const MAX_DOUBTS = 3;

export interface ReaderOptions {
  pageSize: number;
  excludesUpdatedSince: boolean;
  /** Keep the slice open at the source's end. */
  keepOpen: boolean;
  signal: AbortSignal;
}

/** Reads a slice's pages from a cursor, one batch at a time. Writes nothing. */
export function createSliceReader(source: PacedClient, slice: SliceState, options: ReaderOptions) {
  const { pageSize, keepOpen, signal } = options;
  let { excludesUpdatedSince } = options;
  let previous: FetchedPage | null = null;
  /** Whether the cursor comes from a record that was read, not from the plan. */
  let cursorIsSeen = slice.commits > slice.failuresInRow + slice.doubtsInRow;

  async function readBatch(from: Pick<SliceState, "cursor" | "doubtsInRow">): Promise<PageBatch> {
    const batch: PageBatch = {
      fetches: [],
      cursor: from.cursor,
      doubtsInRow: from.doubtsInRow,
      finished: false,
      keptOpen: false,
      maxUpdatedAt: null,
      excludesUpdatedSince: false,
      unreadableTimes: false,
      stop: null,
    };
    const started = performance.now();
    while (
      !batch.finished &&
      !batch.keptOpen &&
      !batch.stop &&
      batch.fetches.length < PAGES_PER_COMMIT &&
      performance.now() - started < COMMIT_INTERVAL_MS
    )
      await readPage(batch);
    return batch;
  }

  async function readPage(batch: PageBatch): Promise<void> {
    const page = await fetchPage(batch, batch.cursor);
    if (!page) return;
    const seen = evidenceOf(page, batch.cursor);
    if (!cursorIsSeen && seen.records === 0 && slice.expectedRecords > 0) {
      doubt(batch, "The source returned an empty page where it had counted records.");
      return;
    }
    if (lacksLastSeen(batch.cursor, seen)) {
      if (await excludesItsTime(batch)) return;
      if (batch.stop) return;
      if (seen.records === 0) {
        doubt(batch, "The source returned an empty page for a time at which it had listed a record.");
        return;
      }
    }
    const step = nextStep(batch.cursor, slice, seen);
    if (step.next === "doubt") {
      doubt(batch, "The source listed fewer records than it counts.");
      return;
    }
    const decided = step.next === "count" ? await countSecond(batch, page, step.second) : step;
    if (decided) move(batch, seen, decided);
  }

  function move(batch: PageBatch, seen: PageEvidence, step: DecidedStep): void {
    batch.maxUpdatedAt = latest([
      ...(batch.maxUpdatedAt ? [batch.maxUpdatedAt] : []),
      // Records after the slice's end can be newer than unread records of other slices.
      ...seen.times.filter((time) => slice.toAt === null || time < slice.toAt),
    ]);
    if (step.next === "done") {
      end(batch);
      return;
    }
    batch.doubtsInRow = 0;
    batch.unreadableTimes ||=
      batch.cursor.mode === "keyset" && step.cursor.mode === "forward" && seen.end === "continues";
    batch.cursor = step.cursor;
    cursorIsSeen = true;
  }

  function end(batch: PageBatch): void {
    if (keepOpen) batch.keptOpen = true;
    else batch.finished = true;
  }

  function doubt(batch: PageBatch, reason: string): void {
    if (batch.doubtsInRow >= MAX_DOUBTS) end(batch);
    else {
      batch.doubtsInRow++;
      batch.stop = { doubt: reason };
    }
  }

  /** Null when the request failed; `batch.stop` then has the reason. */
  async function fetchPage(
    batch: PageBatch,
    { page, at }: Cursor,
    limit = pageSize,
  ): Promise<FetchedPage | null> {
    const updatedSince = at && excludesUpdatedSince ? new Date(at.getTime() - SECOND_MS) : at;
    const fetched = await source.fetchPage({ page, limit, updatedSince }, signal);
    if (isHeldBack(fetched)) {
      batch.stop = fetched;
      return null;
    }
    batch.fetches.push(fetched);
    if (!failed(fetched)) return fetched;
    batch.stop = { failed: fetched };
    return null;
  }

  /** A numbered page that repeats the previous one is beyond the end. */
  function evidenceOf(page: FetchedPage, cursor: Cursor): PageEvidence {
    const repeated =
      (cursor.mode === "forward" || cursor.mode === "seek") && cursor.page > 1 && repeats(page, previous);
    previous = page;
    return readEvidence(repeated ? { ...page, beyondEnd: true } : page, {
      page: cursor.page,
      since: cursor.at,
      limit: pageSize,
    });
  }

  /** Whether the page does not contain the record that the cursor comes from. */
  const lacksLastSeen = ({ mode, at }: Cursor, { times, records }: PageEvidence): boolean =>
    mode === "keyset" &&
    at !== null &&
    cursorIsSeen &&
    (records === 0 || (times.length > 0 && times.every((time) => time >= nextSecond(at))));

  /**
   * The record at the cursor's time is not listed: it was updated, or `updated_since` is exclusive. A request for one second earlier
   * distinguishes the two.
   */
  async function excludesItsTime(batch: PageBatch): Promise<boolean> {
    const { at } = batch.cursor;
    if (!at || excludesUpdatedSince) return false;
    const earlier = { ...batch.cursor, at: new Date(at.getTime() - SECOND_MS) };
    const page = await fetchPage(batch, earlier);
    if (!page) return false;
    const { times } = readEvidence(page, { page: 1, since: earlier.at, limit: pageSize });
    if (!times.some((time) => time >= at && time < nextSecond(at))) return false;
    excludesUpdatedSince = true;
    batch.excludesUpdatedSince = true;
    return true;
  }

  /** The approximate number of records in the second: the count since it minus the count since the next one. */
  async function countSecond(batch: PageBatch, page: FetchedPage, second: Date): Promise<DecidedStep | null> {
    // Wait until the second is over: records that join it would move others to other pages.
    if ((page.sourceDate ?? page.answeredAt) < nextSecond(second)) await sleep(SECOND_AND_MORE_MS);
    const after = await fetchPage(
      batch,
      { mode: "keyset", at: nextSecond(second), page: 1, resumeAt: null },
      1,
    );
    if (!after) return null;
    return findLastPageOf(second, (page.meta.totalItems ?? 0) - (after.meta.totalItems ?? 0), pageSize);
  }

  return readBatch;
}
