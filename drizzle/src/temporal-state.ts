import type { Client } from "@temporalio/client";
import { SCHEDULE_ID, TASK_QUEUE } from "./pipeline-identifiers.ts";

export interface ScheduleState {
  paused: boolean;
  /** Of the last pause or resume. */
  note: string | null;
  /** Null while it is paused. */
  nextRunAt: Date | null;
  /** When it was created, changed or resumed. Runs that were due before are not late. */
  activeSince: Date;
}

/** A worker's build id (WORKER_BUILD_ID); null stands for workers without one. */
export type Build = string | null;

export interface WorkersState {
  /** Number of workers that poll the task queue. */
  workers: number;
  /** Their builds. */
  polledBuilds: Build[];
  /** The build that new workflows start on. */
  currentBuild: Build;
  /** The build that a part of them starts on instead, if there is one. */
  rampingBuild: Build | undefined;
}

/** What only Temporal knows of the pipeline's health. */
export interface TemporalState extends WorkersState {
  /** Null: there is no schedule. */
  schedule: ScheduleState | null;
}

export async function readTemporalState(temporal: Client): Promise<TemporalState> {
  const [schedule, workers] = await Promise.all([readSchedule(temporal), readWorkers(temporal)]);
  return { schedule, ...workers };
}

async function readSchedule(temporal: Client): Promise<ScheduleState | null> {
  try {
    const { state, info } = await temporal.schedule.getHandle(SCHEDULE_ID).describe();
    const { paused, note } = state;
    // Temporal also lists the times at which a paused schedule would act.
    const nextRunAt = paused ? null : (info.nextActionTimes[0] ?? null);
    return { paused, note: note || null, nextRunAt, activeSince: info.lastUpdatedAt ?? info.createdAt };
  } catch (error) {
    if (error instanceof Error && error.name === "ScheduleNotFoundError") return null;
    throw error;
  }
}

/** `WorkerVersioningMode` of Temporal's API. A worker without versioning has a build id, too, which the SDK makes. */
const VERSIONED = 2;

async function readWorkers(temporal: Client): Promise<WorkersState> {
  const { pollers = [], versioningInfo } = await temporal.workflowService.describeTaskQueue({
    namespace: temporal.options.namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: 1,
  });
  const builds = pollers.map(({ deploymentOptions }) =>
    deploymentOptions?.workerVersioningMode === VERSIONED ? (deploymentOptions.buildId ?? null) : null,
  );
  return {
    workers: new Set(pollers.map(({ identity }) => identity)).size,
    polledBuilds: [...new Set(builds)],
    currentBuild: versioningInfo?.currentDeploymentVersion?.buildId ?? null,
    rampingBuild: versioningInfo?.rampingVersionPercentage
      ? (versioningInfo.rampingDeploymentVersion?.buildId ?? null)
      : undefined,
  };
}
