import { CancellationScope, workflowInfo } from "@temporalio/workflow";
import type { RequestedWindow } from "../activities/plan-slices.ts";
import type { ReadingOptions, SliceReading } from "../activities/read-slice.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { sourceActivities } from "./activities.ts";
import { allOrCancel } from "./all-or-cancel.ts";
import type { Progress } from "./progress.ts";
import { transformMeanwhile } from "./transform.ts";

/** Fewer records are transformed afterwards: an activity more would cost more than it saves. */
const WORTH_TRANSFORMING_MEANWHILE = 5_000;
/** Times that a source is read to its end in one run, when it changes under the reader. */
const MAX_PASSES = 4;

export interface Ingestion {
  /** Whatever the run is of: counts differed, and nothing explained why. */
  everything: boolean;
  /** Only of a backfill. */
  window?: RequestedWindow;
  /** Where a workflow continued as new goes on; its slices are in the ledger. */
  pass?: number;
}

/**
 * Reads into bronze what the run has to read, slice by slice, several at once.
 * @returns the pass to continue as new with, when the history has become long; null when all is read.
 */
export async function ingest(
  run: RunReference,
  progress: Progress,
  { everything, window, pass: firstPass }: Ingestion,
): Promise<number | null> {
  // The passes of a run are numbered on: the first one was the incremental reading.
  const offset = everything ? 1 : 0;
  const last = offset + MAX_PASSES;
  for (let pass = firstPass ?? offset + 1; pass <= last; pass++) {
    const plan = await sourceActivities.planSlices(run, { pass, everything, ...(window && { window }) });
    progress.expect(plan.expectedRecords);
    const trackSeen = plan.readsEverything && (everything || window === undefined);
    const reading = () => readSlices(run, plan.slices, progress, trackSeen);
    const isLong = !trackSeen && plan.expectedRecords >= WORTH_TRANSFORMING_MEANWHILE;
    if (!(await (isLong ? runAlongside(() => transformMeanwhile(run, progress), reading) : reading())))
      return pass;
    if (!trackSeen) return null;
    const { complete } = await sourceActivities.finishFullRead(run, {
      pass,
      isFirst: pass === offset + 1,
      isLast: pass === last,
    });
    if (complete) return null;
  }
  return null;
}

/** Does the main work with a minor one beside it, which ends with it. What the minor one leaves is done later. */
async function runAlongside<T>(minor: () => Promise<void>, main: () => Promise<T>): Promise<T> {
  const scope = new CancellationScope();
  const beside = scope.run(minor).catch(() => undefined);
  let done: T | undefined;
  try {
    done = await main();
    return done;
  } finally {
    // After a reading that is whole it ends by itself, with the last of what was read.
    if (!done) scope.cancel();
    await beside;
  }
}

/**
 * All slices at once; then the one without end again, for what moved there from the others meanwhile.
 * @returns false when they are to be continued as new.
 */
async function readSlices(
  run: RunReference,
  slices: readonly number[],
  progress: Progress,
  trackSeen: boolean,
): Promise<boolean> {
  const last = slices.at(-1);
  if (last === undefined) return true;
  const others = slices.slice(0, -1);
  const together = others.map(
    (slice) => () => readSlice(run, slice, progress, { trackSeen, keepOpen: false }),
  );
  if (others.length > 0) together.push(() => readSlice(run, last, progress, { trackSeen, keepOpen: true }));
  const all = await allOrCancel(together);
  return all.every(Boolean) && (await readSlice(run, last, progress, { trackSeen, keepOpen: false }));
}

/** @returns false when the history has become long before the slice was read. */
async function readSlice(
  run: RunReference,
  slice: number,
  progress: Progress,
  options: ReadingOptions,
): Promise<boolean> {
  for (let reading: SliceReading | undefined; !reading?.finished && !reading?.held; ) {
    await progress.whileNotPaused();
    if (reading && workflowInfo().continueAsNewSuggested) return false;
    reading = await sourceActivities.readSlice(run, slice, options);
    progress.read(reading.recordsRead, reading.versionsWritten);
  }
  return true;
}
