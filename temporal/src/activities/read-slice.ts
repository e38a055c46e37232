import { cancellationSignal, heartbeat, sleep } from "@temporalio/activity";
import type { ApplicationFailure } from "@temporalio/common";
import { advanceWatermark } from "../bronze/advance-watermark.ts";
import { ObservedFields } from "../bronze/observed-fields.ts";
import { observedTimes } from "../bronze/observed-times.ts";
import { recordFields } from "../bronze/record-fields.ts";
import { moveSlice, readSliceState, type SliceState } from "../bronze/slice.ts";
import { PAGE_SIZE } from "../bronze/slice-plan.ts";
import { type Cursor, type DecidedStep, latest, nextSecond, nextStep, seekEndOf } from "../bronze/walk.ts";
import { writeVersions } from "../bronze/write-versions.ts";
import { sourceFailure } from "../failures.ts";
import { joinGeneration } from "../ledger/generation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { ActivityReference, RunReference } from "../ledger/run-reference.ts";
import { type FetchedPage, failed, type SourceFetch } from "../source/source-client.ts";
import { currentActivity } from "./activity-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

export interface SliceReading {
  finished: boolean;
  /** The source has no more, but the slice was to be held open. */
  held: boolean;
  recordsRead: number;
  versionsWritten: number;
}

export interface ReadingOptions {
  /** Note every record met. */
  sight: boolean;
  /**
   * At the source's end, keep the slice open. A record that moves while other slices are still being read goes from one of
   * them to the end of the source: it is read from there once they are finished.
   */
  hold: boolean;
}

/** Pages that are committed together. Twenty of 100 records make a transaction of some 20 ms. */
const PAGES_PER_COMMIT = 20;
/** A slow source's pages are committed after this long, so that the heartbeat (30 s) keeps its time. */
const COMMIT_INTERVAL_MS = 5_000;
/** A second, and some more for what is being written at its end. */
const SECOND_MS = 1_200;

/** Pages read since the last commit, and where they lead. */
interface Piece {
  fetches: SourceFetch[];
  cursor: Cursor;
  finished: boolean;
  held: boolean;
  maxUpdatedAt: Date | null;
  failure?: ApplicationFailure;
}

/**
 * Reads a slice from its cursor for one time box, committing every few pages. When the source fails, what was read is
 * committed first; the next attempt goes on at the cursor.
 */
export function createReadSlice({ sql, source, settings }: ActivityDependencies) {
  return async (run: RunReference, sliceNo: number, options: ReadingOptions): Promise<SliceReading> => {
    const activity = currentActivity();
    const deadline = performance.now() + settings.ACTIVITY_TIME_BOX_MS;
    const fields = new ObservedFields();
    const reading: SliceReading = { finished: false, held: false, recordsRead: 0, versionsWritten: 0 };
    let slice = await readSliceState(sql, run.runId, sliceNo);
    while (!slice.finished && !reading.held && performance.now() < deadline) {
      const piece = await readPiece(slice, fields, options);
      reading.versionsWritten += await commit(run, activity, slice, piece, fields, options);
      reading.recordsRead += recordsOf(piece);
      slice = { ...slice, cursor: piece.cursor, finished: piece.finished, commits: slice.commits + 1 };
      reading.held = piece.held;
      if (piece.failure) throw piece.failure;
      // An activity that ends now reports by ending: an idle run has no action to spare.
      if (!slice.finished && !reading.held) heartbeat({ slice: sliceNo, ...reading });
    }
    return { ...reading, finished: slice.finished };
  };

  async function readPiece(
    slice: SliceState,
    fields: ObservedFields,
    { hold }: ReadingOptions,
  ): Promise<Piece> {
    const piece: Piece = {
      fetches: [],
      cursor: slice.cursor,
      finished: false,
      held: false,
      maxUpdatedAt: null,
    };
    const started = performance.now();
    while (
      !piece.finished &&
      !piece.held &&
      piece.fetches.length < PAGES_PER_COMMIT &&
      performance.now() - started < COMMIT_INTERVAL_MS
    ) {
      const page = await fetchInto(piece, piece.cursor, PAGE_SIZE);
      if (!page) break;
      const times = observedTimes(valuesOf(page), piece.cursor.at, page.answeredAt);
      const step = nextStep(piece.cursor, slice, { last: page.records.length < PAGE_SIZE, times });
      const resolved = step.next === "count" ? await countSecond(piece, page, step.second) : step;
      if (!resolved) break;
      fields.observe(valuesOf(page));
      piece.maxUpdatedAt = latest([
        ...(piece.maxUpdatedAt ? [piece.maxUpdatedAt] : []),
        ...within(slice, times),
      ]);
      if (resolved.next === "page") piece.cursor = resolved.cursor;
      else if (hold) piece.held = true;
      else piece.finished = true;
    }
    return piece;
  }

  /** Null when the request failed: the piece then carries the failure. */
  async function fetchInto(piece: Piece, cursor: Cursor, limit: number): Promise<FetchedPage | null> {
    const fetched = await source.fetchPage(
      { page: cursor.page, limit, updatedSince: cursor.at },
      cancellationSignal(),
    );
    piece.fetches.push(fetched);
    if (!failed(fetched)) return fetched;
    piece.failure = sourceFailure(fetched, fetched.failure.retryDelayMs);
    return null;
  }

  /** About how many records share the second: those since it, less those since the one after. */
  async function countSecond(piece: Piece, page: FetchedPage, second: Date): Promise<DecidedStep | null> {
    await waitOut(second, page.answeredAt);
    const after = await fetchInto(
      piece,
      { walk: "keyset", at: nextSecond(second), page: 1, resumeAt: null },
      1,
    );
    if (!after) return null;
    return seekEndOf(second, (page.meta.totalItems ?? 0) - (after.meta.totalItems ?? 0), PAGE_SIZE);
  }

  function commit(
    run: RunReference,
    activity: ActivityReference,
    slice: SliceState,
    piece: Piece,
    fields: ObservedFields,
    { sight }: ReadingOptions,
  ): Promise<number> {
    const newFields = fields.takeNew();
    return retryConflict(() =>
      sql.begin(async (transaction) => {
        await joinGeneration(transaction, run.generation);
        await moveSlice(transaction, run, slice, { ...piece, recordsRead: recordsOf(piece) });
        const written = await writeVersions(transaction, run.runId, activity, piece.fetches, { sight });
        await recordFields(transaction, run.runId, newFields);
        if (piece.finished && !sight) await advanceWatermark(transaction, run);
        return written;
      }),
    );
  }
}

/** A second that the source still writes into is let pass: records that join it would move others while it is paged through. */
async function waitOut(second: Date, now: Date): Promise<void> {
  if (now < nextSecond(second)) await sleep(SECOND_MS);
}

/**
 * The watermark is the newest time that the slice without end has seen. What another slice's last page shows beyond its
 * own end may be newer, with records before it that nobody has read.
 */
const within = ({ toAt }: SliceState, times: readonly Date[]): Date[] =>
  times.filter((time) => toAt === null || time < toAt);

const valuesOf = ({ records }: FetchedPage): unknown[] => records.map(({ value }) => value);

const recordsOf = ({ fetches }: Piece): number =>
  fetches.reduce((sum, fetched) => sum + (failed(fetched) ? 0 : fetched.records.length), 0);
