import { type Client, ScheduleNotFoundError, ScheduleOverlapPolicy } from "@temporalio/client";
import { ALERTS_SCHEDULE_ID, EVALUATE_ALERTS_WORKFLOW_ID, TASK_QUEUE } from "../identifiers.ts";
import { ensureSchedule, type ScheduleChange, type ScheduleIntent } from "./ensure-schedule.ts";

/** An evaluation that was missed is of no use later. */
export const alertsSchedule: ScheduleIntent = {
  scheduleId: ALERTS_SCHEDULE_ID,
  summary: "Tells people what needs attention, every minute",
  times: { everyMs: 60_000 },
  catchupWindowMs: 10_000,
  executionTimeoutMs: 5 * 60_000,
  overlap: ScheduleOverlapPolicy.SKIP,
  workflowType: "evaluateAlerts",
  workflowId: EVALUATE_ALERTS_WORKFLOW_ID,
  taskQueue: TASK_QUEUE,
  args: [],
};

/** Creates or updates the schedule if there is anybody to tell, and removes it otherwise. */
export async function applyAlertsSchedule(
  client: Client,
  hasReceivers: boolean,
): Promise<ScheduleChange["outcome"] | "removed"> {
  if (hasReceivers) return (await ensureSchedule(client, alertsSchedule)).outcome;
  try {
    await client.schedule.getHandle(ALERTS_SCHEDULE_ID).delete();
    return "removed";
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return "unchanged";
    throw error;
  }
}
