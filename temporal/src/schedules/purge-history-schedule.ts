import { ScheduleOverlapPolicy } from "@temporalio/client";
import { PURGE_SCHEDULE_ID, PURGE_WORKFLOW_ID, TASK_QUEUE } from "../identifiers.ts";
import type { ScheduleIntent } from "./ensure-schedule.ts";

/** In the night of the jobs' owners. A night missed for half a day is left to the next one, which has that much more to do. */
export const purgeSchedule: ScheduleIntent = {
  scheduleId: PURGE_SCHEDULE_ID,
  summary: "Deletes data past the retention period, every night",
  times: { hour: 3, minute: 30, timezone: "America/Sao_Paulo" },
  catchupWindowMs: 12 * 60 * 60_000,
  executionTimeoutMs: 24 * 60 * 60_000,
  overlap: ScheduleOverlapPolicy.SKIP,
  workflowType: "purgeHistory",
  workflowId: PURGE_WORKFLOW_ID,
  taskQueue: TASK_QUEUE,
  args: [],
};
