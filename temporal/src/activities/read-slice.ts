import { activityInfo, cancellationSignal } from "@temporalio/activity";
import type { ApplicationFailure } from "@temporalio/common";
import type { TransactionSql } from "postgres";
import { advanceWatermark } from "../bronze/advance-watermark.ts";
import { type ObservedField, ObservedFields } from "../bronze/observed-fields.ts";
import { type PageBatch, recordsOf } from "../bronze/page-batch.ts";
import { recordFields } from "../bronze/record-fields.ts";
import { recordReaderFindings } from "../bronze/record-reader-findings.ts";
import { moveSlice, readSliceState, type SliceState } from "../bronze/slice.ts";
import { createSliceReader } from "../bronze/slice-reader.ts";
import { type WrittenVersions, writeVersions } from "../bronze/write-versions.ts";
import { heldBack, sourceDoubtful } from "../failures.ts";
import { isGoldCurrent } from "../gold/is-gold-current.ts";
import { addToRun } from "../ledger/add-to-run.ts";
import { assertGeneration } from "../ledger/generation.ts";
import { retryConflict } from "../ledger/retry-conflict.ts";
import type { ActivityReference, RunReference } from "../ledger/run-reference.ts";
import { assertNoWait, failureAfter, noteProgress, waitInActivity } from "../ledger/source-waits.ts";
import { failed } from "../source/source-client.ts";
import { currentActivity } from "./activity-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";

export interface SliceReading {
  finished: boolean;
  /** The source has no more, but the slice is kept open. Recorded histories have this name. */
  held: boolean;
  recordsRead: number;
  versionsWritten: number;
  /** Nothing is left to transform. */
  goldIsCurrent: boolean;
}

export interface ReadingOptions {
  /** Record every record seen. */
  trackSeen: boolean;
  /**
   * Keep the slice open at the source's end. A record that changes while other slices are being read moves to the end of the source,
   * and is read there once the other slices are finished.
   */
  keepOpen: boolean;
}

/** Wait before an inconsistent answer is requested again; in milliseconds. */
const DOUBT_WAIT_MS = 300;

/**
 * Reads a slice from its cursor for one time box and commits every few pages. On a failure of the source, pages already read are
 * committed first. Short waits happen here; after long ones the next attempt continues.
 */
export function createReadSlice({ sql, source, settings }: ActivityDependencies) {
  return async (run: RunReference, sliceNo: number, options: ReadingOptions): Promise<SliceReading> => {
    using _alive = keepAlive();
    const deadline = performance.now() + settings.ACTIVITY_TIME_BOX_MS;
    if (activityInfo().attempt === 1) await noteProgress(sql, run.runId);
    const activity = currentActivity();
    const reading = { held: false, recordsRead: 0, versionsWritten: 0 };
    let slice = await readSliceState(sql, run.runId, sliceNo);
    if (slice.finished) return { ...reading, finished: true, goldIsCurrent: await isGoldCurrent(sql) };
    await assertNoWait(sql, run.runId);
    const readBatch = await openReader(run, slice, options);
    const fields = new ObservedFields();
    do {
      const batch = await readBatch(slice);
      for (const fetched of batch.fetches)
        if (!failed(fetched)) fields.observe(fetched.records.map(({ value }) => value));
      const committed = await commit(run, activity, slice, batch, fields.unrecorded, options);
      if (committed.versions > 0) fields.markRecorded();
      reading.versionsWritten += committed.versions;
      reading.recordsRead += recordsOf(batch);
      reading.held = batch.keptOpen;
      slice = committed.slice;
      if (committed.failure) await waitInActivity(committed.failure, deadline);
    } while (!slice.finished && !reading.held && performance.now() < deadline);
    return { ...reading, finished: slice.finished, goldIsCurrent: await isGoldCurrent(sql) };
  };

  async function openReader(run: RunReference, slice: SliceState, { keepOpen }: ReadingOptions) {
    const [traits] = await sql<{ page_size: number | null; excludes: boolean }[]>`
      select source_page_size as page_size, source_excludes_updated_since as excludes
      from ops.runs where run_id = ${run.runId}`;
    return createSliceReader(source, slice, {
      pageSize: traits?.page_size ?? settings.SOURCE_PAGE_SIZE,
      excludesUpdatedSince: traits?.excludes ?? false,
      keepOpen,
      signal: cancellationSignal(),
    });
  }

  interface Committed extends WrittenVersions {
    slice: SliceState;
    failure: ApplicationFailure | null;
  }

  function commit(
    run: RunReference,
    activity: ActivityReference,
    slice: SliceState,
    batch: PageBatch,
    fields: readonly ObservedField[],
    { trackSeen }: ReadingOptions,
  ): Promise<Committed> {
    return retryConflict(() =>
      sql.begin(async (transaction) => {
        await assertGeneration(transaction, run.generation);
        const written = await writeVersions(transaction, run.runId, activity, batch.fetches, {
          // A source can repeat numbered pages without end; tracking seen records detects it.
          trackSeen: trackSeen || batch.cursor.mode === "forward",
          pass: slice.pass,
        });
        const next = nextState(slice, batch, written);
        await moveSlice(transaction, run, slice, {
          ...next,
          maxUpdatedAt: batch.maxUpdatedAt,
          recordsRead: recordsOf(batch),
        });
        // The fields of unchanged records were recorded with their versions.
        if (written.versions > 0) await recordFields(transaction, run.runId, fields);
        await recordReaderFindings(transaction, run.runId, batch);
        const brought = { records: recordsOf(batch), versions: written.versions };
        await addToRun(transaction, run.runId, batch.fetches, brought);
        const failure = await failureOf(transaction, run, batch, next);
        if (next.finished && !trackSeen) await advanceWatermark(transaction, run);
        return { ...written, slice: next, failure };
      }),
    );
  }

  async function failureOf(
    transaction: TransactionSql,
    run: RunReference,
    { stop }: PageBatch,
    { failuresInRow }: SliceState,
  ): Promise<ApplicationFailure | null> {
    if (!stop) return null;
    if ("heldBackMs" in stop) return heldBack(Math.ceil(stop.heldBackMs));
    if ("doubt" in stop) return sourceDoubtful(stop.doubt, DOUBT_WAIT_MS);
    return failureAfter(transaction, run.runId, stop.failed, failuresInRow, settings.SOURCE_PATIENCE_MINUTES);
  }
}

function nextState(slice: SliceState, batch: PageBatch, written: WrittenVersions): SliceState {
  const answers = batch.fetches.filter((fetched) => !failed(fetched)).length;
  const failures = batch.fetches.length - answers;
  // A list that returns only known records has ended.
  const repeats =
    batch.cursor.mode === "forward" && answers > 1 && written.newlySeen === 0 && recordsOf(batch) > 0;
  return {
    ...slice,
    cursor: batch.cursor,
    commits: slice.commits + 1,
    finished: batch.finished || (repeats && !batch.stop),
    failuresInRow: answers > 0 ? failures : slice.failuresInRow + failures,
    doubtsInRow: batch.doubtsInRow,
  };
}
