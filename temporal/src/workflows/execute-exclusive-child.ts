import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import {
  type ChildWorkflowHandle,
  getExternalWorkflowHandle,
  sleep,
  type Workflow,
  type WorkflowResultType,
} from "@temporalio/workflow";
import { type Pause, pausedSignal } from "./pause.ts";

/** An orphan ends after its current commit, within seconds. */
const MAX_TRIES = 60;

/**
 * Executes a child workflow with a fixed id, which is paused with its parent. If a child with that id is still running, its parent was
 * reset or terminated, because the ledger allows one run at a time: the orphan is canceled and awaited.
 *
 * @param startChild is told whether the run is paused now
 */
export async function executeExclusiveChild<T extends Workflow>(
  workflowId: string,
  pause: Pause,
  startChild: (paused: boolean) => Promise<ChildWorkflowHandle<T>>,
): Promise<WorkflowResultType<T>> {
  await pause.whileNotPaused();
  const child = await startExclusively(workflowId, () => startChild(pause.paused));
  // If the child has ended, there is nothing to pause.
  const stop = pause.follow((paused) => child.signal(pausedSignal, paused).catch(() => undefined));
  try {
    return await child.result();
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
      // If the orphan has ended, there is nothing to cancel and the next try succeeds.
      await getExternalWorkflowHandle(workflowId)
        .cancel()
        .catch(() => undefined);
      await sleep("1 second");
    }
  }
}
