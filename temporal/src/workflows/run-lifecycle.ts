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

/** What a run consists of, however it is spread over workflows. */
export interface RunSteps {
  /** Reads what the run is to read, or everything, into bronze. */
  ingest(run: RunReference, everything: boolean): Promise<void>;
  /** Turns what is pending into gold. */
  transform(run: RunReference): Promise<void>;
  /** Proves that the warehouse equals the source. */
  prove(run: RunReference): Promise<ProofResult>;
  /** Proves that gold equals what bronze makes of it. */
  checkGold(run: RunReference): Promise<void>;
}

/** Of a workflow continued as new: the run that is open already, and which reading it is at. */
export interface ResumedRun {
  run: RunReference;
  everything: boolean;
}

/** The type of the failure that ends a reading when nothing gets through any more. */
const SOURCE_SILENT = "SourceSilent";

/**
 * Opens a run, does its work and closes it, also when the work fails or is canceled. Work that is continued as new leaves
 * the run open.
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

/** What was read is turned into gold also when the source then failed. */
async function readAndClose(
  run: RunReference,
  steps: RunSteps,
  everything: boolean,
  dryRun: boolean,
): Promise<Closing> {
  let failure: unknown;
  try {
    if (run.kind !== "prove" || everything) await steps.ingest(run, everything);
  } catch (error) {
    if (error instanceof ContinueAsNew || isCancellation(error)) throw error;
    failure = error;
  }
  await steps.transform(run);
  if (failure === undefined && !everything) {
    try {
      const { hasRead } = await steps.prove(run);
      if (hasRead) await steps.transform(run);
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

/** In words, when a reading ended because nothing got through any more; else null. */
function unreachableReason(error: unknown): string | null {
  const cause = innermost(error);
  return cause instanceof ApplicationFailure && cause.type === SOURCE_SILENT ? cause.message : null;
}

/** What an operator can act upon. */
function failureReason(error: unknown): string {
  const cause = innermost(error);
  if (cause instanceof ApplicationFailure) return `${cause.type}: ${cause.message}`;
  return cause instanceof Error ? cause.message : String(cause);
}

const innermost = (error: unknown): unknown =>
  (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause
    ? innermost(error.cause)
    : error;
