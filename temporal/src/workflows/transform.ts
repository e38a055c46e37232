import { workflowInfo } from "@temporalio/workflow";
import type { Transformation } from "../activities/transform-pending.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { warehouseActivities } from "./activities.ts";
import type { Progress } from "./progress.ts";

/**
 * Transforms everything pending into gold.
 * @returns false when the history became too long before the end: continue as new.
 */
export async function transform(run: RunReference, progress: Progress): Promise<boolean> {
  for (let transformation: Transformation | undefined; !transformation?.finished; ) {
    await progress.whileNotPaused();
    if (transformation && workflowInfo().continueAsNewSuggested) return false;
    transformation = await warehouseActivities.transformPending(run, { follow: false });
    progress.transformed(transformation.versions);
  }
  return true;
}

/** Transforms batches while slices are being read. What is pending when all slices are finished is left for `transform`. */
export async function transformMeanwhile(run: RunReference, progress: Progress): Promise<void> {
  for (let finished = false; !finished; ) {
    await progress.whileNotPaused();
    const transformation = await warehouseActivities.transformPending(run, { follow: true });
    finished = transformation.finished;
  }
}
