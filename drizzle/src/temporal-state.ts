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

/** What only Temporal knows of the pipeline's health. */
export interface TemporalState {
  /** Null: there is no schedule. */
  schedule: ScheduleState | null;
  /** Number of workers that poll the task queue. */
  workers: number;
}

export async function readTemporalState(temporal: Client): Promise<TemporalState> {
  const [schedule, workers] = await Promise.all([readSchedule(temporal), countWorkers(temporal)]);
  return { schedule, workers };
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

async function countWorkers(temporal: Client): Promise<number> {
  const { pollers } = await temporal.workflowService.describeTaskQueue({
    namespace: temporal.options.namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: 1,
  });
  return new Set(pollers?.map((poller) => poller.identity)).size;
}
