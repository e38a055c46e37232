import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  ContinueAsNew,
  isCancellation,
} from "@temporalio/workflow";
import type { RunSummary } from "../activities/close-run.ts";
import type { RunRequest } from "../activities/open-run.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { ask, keep } from "./activities.ts";
import { indexRun } from "./search-attributes.ts";

export type PipelineResult =
  | RunSummary
  | { outcome: "already-running"; busyWith: { runNumber: number; workflowId: string } };

/**
 * Opens a run, does its work and closes it, also when the work fails or is canceled. Work that is continued as new leaves
 * the run open.
 *
 * @param resumed the run that is open already, of a workflow continued as new
 */
export async function asRun(
  request: RunRequest,
  work: (run: RunReference) => Promise<void>,
  resumed?: RunReference,
): Promise<PipelineResult> {
  const opened = resumed ? { run: resumed, searchable: false } : await keep.openRun(request);
  if ("busyWith" in opened) return { outcome: "already-running", ...opened };
  const { run, searchable } = opened;
  if (searchable) indexRun(run, request);
  try {
    await work(run);
    return await ask.closeRun(run);
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    await CancellationScope.nonCancellable(() =>
      isCancellation(error)
        ? keep.abortRun(run, "canceled", "Canceled on request. What it had committed stays.")
        : keep.abortRun(run, "failed", reasonOf(error)),
    );
    throw error;
  }
}

/** The innermost cause: what an operator can act upon. */
function reasonOf(error: unknown): string {
  if ((error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause)
    return reasonOf(error.cause);
  if (error instanceof ApplicationFailure) return `${error.type}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
