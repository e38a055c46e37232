import { CancellationScope, workflowInfo } from "@temporalio/workflow";
import type { RequestedWindow } from "../activities/plan-slices.ts";
import type { ReadingOptions, SliceReading } from "../activities/read-slice.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { sourceActivities } from "./activities.ts";
import { allOrCancel } from "./all-or-cancel.ts";
import type { Progress } from "./progress.ts";
import { transformMeanwhile } from "./transform.ts";

/** Below this number of records, transforming in parallel with reading costs more than it saves. */
const WORTH_TRANSFORMING_MEANWHILE = 5_000;
/** Complete passes over the source in one run, when it changes during reading. */
const MAX_PASSES = 4;

export interface Ingestion {
  /** Read everything, whatever the kind of run: counts differed without an explanation. */
  everything: boolean;
  /** Only for a backfill. */
  window?: RequestedWindow;
  /** The pass to resume after continue-as-new; its slices are in the ledger. */
  pass?: number;
}

export interface IngestResult {
  /** Nothing is left to transform. */
  goldIsCurrent: boolean;
}

/**
 * Reads the run's slices into bronze, several in parallel.
 * @returns the pass to continue as new with, when the history is too long.
 */
export async function ingest(
  run: RunReference,
  progress: Progress,
  { everything, window, pass: firstPass }: Ingestion,
): Promise<IngestResult | { resumeAt: number }> {
  // Pass numbers are unique within a run: pass 1 was the incremental read.
  const offset = everything ? 1 : 0;
  const last = offset + MAX_PASSES;
  for (let pass = firstPass ?? offset + 1; pass <= last; pass++) {
    const plan = await sourceActivities.planSlices(run, { pass, everything, ...(window && { window }) });
    progress.expect(plan.expectedRecords);
    const trackSeen = plan.readsEverything && (everything || window === undefined);
    const reading = () => readSlices(run, plan.slices, progress, trackSeen);
    const isLong = !trackSeen && plan.expectedRecords >= WORTH_TRANSFORMING_MEANWHILE;
    const result = await (isLong
      ? runAlongside(() => transformMeanwhile(run, progress), reading)
      : reading());
    if (!result) return { resumeAt: pass };
    if (!trackSeen) return result;
    const { complete } = await sourceActivities.finishFullRead(run, {
      pass,
      isFirst: pass === offset + 1,
      isLast: pass === last,
    });
    if (complete) break;
  }
  // A complete read changes more than the versions that it has read.
  return { goldIsCurrent: false };
}

/** Runs a main task with a background task, which ends with the main one. Work left by the background task is done later. */
async function runAlongside<T>(minor: () => Promise<void>, main: () => Promise<T>): Promise<T> {
  const scope = new CancellationScope();
  const beside = scope.run(minor).catch(() => undefined);
  let done: T | undefined;
  try {
    done = await main();
    return done;
  } finally {
    // After a complete read the background task ends by itself.
    if (!done) scope.cancel();
    await beside;
  }
}

/**
 * Reads all slices in parallel, then the open-ended one again for records that moved there from the others.
 * @returns null when the workflow has to continue as new.
 */
async function readSlices(
  run: RunReference,
  slices: readonly number[],
  progress: Progress,
  trackSeen: boolean,
): Promise<IngestResult | null> {
  const last = slices.at(-1);
  if (last === undefined) return { goldIsCurrent: false };
  const others = slices.slice(0, -1);
  const together = others.map(
    (slice) => () => readSlice(run, slice, progress, { trackSeen, keepOpen: false }),
  );
  if (others.length > 0) together.push(() => readSlice(run, last, progress, { trackSeen, keepOpen: true }));
  const all = await allOrCancel(together);
  return all.includes(null) ? null : readSlice(run, last, progress, { trackSeen, keepOpen: false });
}

/** @returns null when the history became too long before the slice was finished. */
async function readSlice(
  run: RunReference,
  slice: number,
  progress: Progress,
  options: ReadingOptions,
): Promise<IngestResult | null> {
  let reading: SliceReading | undefined;
  do {
    await progress.whileNotPaused();
    if (reading && workflowInfo().continueAsNewSuggested) return null;
    reading = await sourceActivities.readSlice(run, slice, options);
    progress.read(reading.recordsRead, reading.versionsWritten);
  } while (!reading.finished && !reading.held);
  return reading;
}
