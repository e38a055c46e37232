import { Worker, type WorkerDeploymentOptions } from "@temporalio/worker";
import { createActivities } from "./activities/create-activities.ts";
import type { ActivityDependencies } from "./activities/dependencies.ts";
import { logRunNumber } from "./activities/log-run-number.ts";
import { DEPLOYMENT_NAME, TASK_QUEUE } from "./identifiers.ts";
import type { WorkerConnection } from "./temporal-connection.ts";
import type { WorkerTracing } from "./tracing/trace-worker.ts";
import type { WorkflowBundle } from "./workflow-bundle.ts";

/** Time for activities to commit their current work when the worker stops. */
const SHUTDOWN_GRACE = "20 seconds";

/**
 * A worker for every workflow and activity of the pipeline.
 *
 * @param buildId makes it a version in Temporal's worker versioning: a run then ends on the build that began it
 * @param tracing goes with a bundle of traced workflows
 */
export function createWorker(
  { connection, namespace }: Pick<WorkerConnection, "connection" | "namespace">,
  dependencies: ActivityDependencies,
  workflowBundle: WorkflowBundle,
  buildId?: string,
  tracing?: WorkerTracing,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    activities: createActivities(dependencies),
    interceptors: { activity: [...(tracing?.activityInterceptors ?? []), logRunNumber] },
    ...(tracing && { sinks: tracing.sinks }),
    workflowBundle,
    ...(buildId !== undefined && { workerDeploymentOptions: versionOf(buildId) }),
    maxConcurrentActivityTaskExecutions: dependencies.settings.MAX_PARALLEL_SLICES * 2,
    maxConcurrentWorkflowTaskExecutions: 16,
    // A cancellation reaches an activity with the answer to its heartbeat.
    maxHeartbeatThrottleInterval: "5 seconds",
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: "30 seconds",
  });
}

const versionOf = (buildId: string): WorkerDeploymentOptions => ({
  version: { deploymentName: DEPLOYMENT_NAME, buildId },
  useWorkerVersioning: true,
  defaultVersioningBehavior: "PINNED",
});
