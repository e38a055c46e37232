import { WorkflowExecutionAlreadyStartedError } from "@temporalio/common";
import { getExternalWorkflowHandle, sleep } from "@temporalio/workflow";

/** An orphan ends after its present commit, some seconds at most. */
const MOST_TRIES = 60;

/**
 * Executes a child of a fixed id. Where one of that id still runs, its own parent is gone (reset or terminated), since the
 * ledger lets only one run work at a time: the orphan is canceled and waited for.
 */
export async function onceAlone(workflowId: string, executeChild: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await executeChild();
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError) || tries === MOST_TRIES) throw error;
      // It may have ended since: then there is nothing to cancel, and the next try succeeds.
      await getExternalWorkflowHandle(workflowId)
        .cancel()
        .catch(() => undefined);
      await sleep("1 second");
    }
  }
}
