import { activityInfo } from "@temporalio/activity";
import type { ActivityReference } from "../ledger/run-reference.ts";

/** The current activity attempt. */
export function currentActivity(): ActivityReference {
  const { workflowExecution, activityType, attempt } = activityInfo();
  return {
    workflowId: workflowExecution?.workflowId ?? "",
    workflowRunId: workflowExecution?.runId ?? "",
    activityType,
    attempt,
  };
}
