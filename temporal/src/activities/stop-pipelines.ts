import { cancellationSignal, heartbeat, sleep } from "@temporalio/activity";
import { RUN_WORKFLOWS } from "../identifiers.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** Poll interval; in milliseconds. */
const POLL_INTERVAL_MS = 500;

/** Cancels all running pipelines and waits for them. Returns their number. */
export function createStopPipelines({ temporal }: ActivityDependencies) {
  const runningPipelines = async () => {
    const types = Object.values(RUN_WORKFLOWS)
      .map(({ type }) => `'${type}'`)
      .join(", ");
    const query = `WorkflowType in (${types}) and ExecutionStatus = 'Running'`;
    return Array.fromAsync(temporal.workflow.list({ query }));
  };
  return async (): Promise<number> => {
    const stopped = new Set<string>();
    for (let running = await runningPipelines(); running.length > 0; running = await runningPipelines()) {
      for (const { workflowId, runId } of running) {
        if (stopped.has(runId)) continue;
        await temporal.workflow.getHandle(workflowId, runId).cancel();
        stopped.add(runId);
      }
      heartbeat({ stopping: running.length });
      cancellationSignal().throwIfAborted();
      await sleep(POLL_INTERVAL_MS);
    }
    return stopped.size;
  };
}
