import { type Client, WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import { TASK_QUEUE } from "../identifiers.ts";
import { type AlertMessage, messageIdOf } from "./alert-message.ts";

/**
 * Starts a workflow for each message. Its id is the message's, so a delivery that is running or has succeeded is not started again.
 * One that was terminated is: its message is still due.
 *
 * @returns how many were started
 */
export async function startDeliveries(temporal: Client, messages: readonly AlertMessage[]): Promise<number> {
  let started = 0;
  for (const message of messages) if (await startDelivery(temporal, message)) started += 1;
  return started;
}

export const deliveryWorkflowId = (message: AlertMessage): string =>
  `${messageIdOf(message)}-${message.receiver}`;

async function startDelivery(temporal: Client, message: AlertMessage): Promise<boolean> {
  try {
    await temporal.workflow.start("deliverAlert", {
      taskQueue: TASK_QUEUE,
      workflowId: deliveryWorkflowId(message),
      workflowIdReusePolicy: "ALLOW_DUPLICATE_FAILED_ONLY",
      workflowIdConflictPolicy: "FAIL",
      // It may last for days, and must not keep the workers of an old build until then.
      versioningOverride: "AUTO_UPGRADE",
      args: [message],
      staticSummary: `Message of an alert's ${message.event} to ${message.receiver}`,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}
