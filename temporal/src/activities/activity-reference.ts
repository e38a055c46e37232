import { activityInfo } from "@temporalio/activity";
import type { ActivityReference } from "../ledger/run-reference.ts";

/** The attempt that is running now. */
export function currentActivity(): ActivityReference {
  const { workflowExecution, activityType, attempt } = activityInfo();
  return {
    workflowId: workflowExecution?.workflowId ?? "",
    workflowRunId: workflowExecution?.runId ?? "",
    activityType,
    attempt,
  };
}
