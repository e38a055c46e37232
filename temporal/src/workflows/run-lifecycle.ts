import {
  ActivityFailure,
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  ChildWorkflowFailure,
  ContinueAsNew,
  condition,
  isCancellation,
} from "@temporalio/workflow";
import type { Closing, RunSummary } from "../activities/close-run.ts";
import type { RunRequest } from "../activities/open-run.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { sourceActivities, warehouseActivities } from "./activities.ts";
import type { ProofResult } from "./prove.ts";
import { indexRun } from "./search-attributes.ts";

export type PipelineResult =
  | RunSummary
  | { outcome: "already-running"; busyWith: { runNumber: number; workflowId: string } };

/** The steps of a run, independent of how workflows divide them. */
export interface RunSteps {
  /**
   * Reads the run's part of the source, or everything, into bronze.
   * @returns whether gold is current: nothing is left to transform
   */
  ingest(run: RunReference, everything: boolean): Promise<boolean>;
  /** Transforms pending batches into gold. */
  transform(run: RunReference): Promise<void>;
  /** Proves that the warehouse equals the source. */
  prove(run: RunReference): Promise<ProofResult>;
  /** Checks that gold equals the rows derived from bronze. */
  checkGold(run: RunReference): Promise<void>;
}

/** The open run of a workflow after continue-as-new, and whether it reads everything. */
export interface ResumedRun {
  run: RunReference;
  everything: boolean;
}

/** The failure type of a read that ends because the source no longer answers. */
const SOURCE_SILENT = "SourceSilent";

/**
 * Opens a run, runs its steps and closes it, also on failure or cancellation. Continue-as-new leaves the run open.
 */
export async function withRunLifecycle(
  request: RunRequest & { dryRun?: boolean },
  steps: RunSteps,
  resumed?: ResumedRun,
): Promise<PipelineResult> {
  const opened = resumed
    ? { run: resumed.run, searchable: false }
    : await warehouseActivities.openRun(request);
  if ("busyWith" in opened) return { outcome: "already-running", ...opened };
  const { run, searchable } = opened;
  if (searchable) indexRun(run, request);
  try {
    for (let everything = resumed?.everything ?? false; ; everything = true) {
      const closing = await readAndClose(run, steps, everything, request.dryRun ?? false);
      if (!("readEverything" in closing)) return closing;
    }
  } catch (error) {
    if (error instanceof ContinueAsNew) throw error;
    await CancellationScope.nonCancellable(() =>
      isCancellation(error)
        ? warehouseActivities.abortRun(run, "canceled", "Canceled on request. Committed data is kept.")
        : warehouseActivities.abortRun(run, "failed", failureReason(error)),
    );
    throw error;
  } finally {
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
}

/** Records that were read are transformed even if the source fails later. */
async function readAndClose(
  run: RunReference,
  steps: RunSteps,
  everything: boolean,
  dryRun: boolean,
): Promise<Closing> {
  let failure: unknown;
  let goldIsCurrent = false;
  try {
    if (run.kind !== "prove" || everything) goldIsCurrent = await steps.ingest(run, everything);
  } catch (error) {
    if (error instanceof ContinueAsNew || isCancellation(error)) throw error;
    failure = error;
  }
  if (!goldIsCurrent) await steps.transform(run);
  if (failure === undefined && !everything) {
    try {
      ({ goldIsCurrent } = await steps.prove(run));
      if (!goldIsCurrent) await steps.transform(run);
      if (!dryRun) await steps.checkGold(run);
    } catch (error) {
      if (error instanceof ContinueAsNew || isCancellation(error)) throw error;
      failure = error;
    }
  }
  const unreachable = unreachableReason(failure);
  if (failure !== undefined && unreachable === null) throw failure;
  return sourceActivities.closeRun(run, {
    mayReadEverything: !dryRun && !everything && unreachable === null,
    incomplete: unreachable,
  });
}

/** The message, if a read ended because the source no longer answered; else null. */
function unreachableReason(error: unknown): string | null {
  const cause = innermost(error);
  return cause instanceof ApplicationFailure && cause.type === SOURCE_SILENT ? cause.message : null;
}

/** The reason shown to operators. */
function failureReason(error: unknown): string {
  const cause = innermost(error);
  if (cause instanceof ApplicationFailure) return `${cause.type}: ${cause.message}`;
  return cause instanceof Error ? cause.message : String(cause);
}

const innermost = (error: unknown): unknown =>
  (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause
    ? innermost(error.cause)
    : error;
