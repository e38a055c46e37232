import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import {
  type ChildWorkflowHandle,
  getExternalWorkflowHandle,
  sleep,
  type Workflow,
} from "@temporalio/workflow";
import { type Pause, pausedSignal } from "./pause.ts";

/** An orphan ends after its present commit, some seconds at most. */
const MAX_TRIES = 60;

/**
 * Executes a child of a fixed id, which is paused with its parent. Where one of that id still runs, its own parent is gone
 * (reset or terminated), since the ledger lets only one run work at a time: the orphan is canceled and waited for.
 *
 * @param startChild is told whether the run is paused now
 */
export async function executeExclusiveChild<T extends Workflow>(
  workflowId: string,
  pause: Pause,
  startChild: (paused: boolean) => Promise<ChildWorkflowHandle<T>>,
): Promise<void> {
  await pause.whileNotPaused();
  const child = await startExclusively(workflowId, () => startChild(pause.paused));
  // It may have ended meanwhile: then there is nothing left to pause.
  const stop = pause.follow((paused) => child.signal(pausedSignal, paused).catch(() => undefined));
  try {
    await child.result();
  } finally {
    stop();
  }
}

async function startExclusively<T extends Workflow>(
  workflowId: string,
  startChild: () => Promise<ChildWorkflowHandle<T>>,
): Promise<ChildWorkflowHandle<T>> {
  for (let tries = 1; ; tries++) {
    try {
      return await startChild();
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError) || tries === MAX_TRIES) throw error;
      // It may have ended since: then there is nothing to cancel, and the next try succeeds.
      await getExternalWorkflowHandle(workflowId)
        .cancel()
        .catch(() => undefined);
      await sleep("1 second");
    }
  }
}
