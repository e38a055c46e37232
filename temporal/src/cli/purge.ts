import { PURGE_WORKFLOW_ID, TASK_QUEUE } from "../identifiers.ts";
import type * as workflows from "../workflows/index.ts";
import { awaitResult } from "./await-result.ts";
import { formatCount, formatTime, print, printJson } from "./output.ts";
import type { Session } from "./session.ts";

/** Deletes data past the retention period now and prints the counts. */
export async function purgeHistory({ temporal }: Session, { json }: { json?: boolean }): Promise<void> {
  const handle = await temporal.workflow.start<(typeof workflows)["purgeHistory"]>("purgeHistory", {
    taskQueue: TASK_QUEUE,
    workflowId: PURGE_WORKFLOW_ID,
    // Follows a purge that is already running.
    workflowIdConflictPolicy: "USE_EXISTING",
    args: [],
    staticSummary: "Started manually: deletes data past the retention period",
  });
  const purge = await awaitResult(() => handle.result());
  if (json) printJson(purge);
  else
    print(
      `Deleted ${formatCount(purge.versions)} versions superseded before, and ${formatCount(purge.fetches)} requests made before, ${formatTime(new Date(purge.cutoff))}.`,
    );
}
