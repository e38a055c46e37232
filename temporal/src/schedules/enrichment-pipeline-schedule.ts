import {
  type Client,
  type ScheduleDescription,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type ScheduleUpdateOptions,
} from "@temporalio/client";
import { PIPELINE_WORKFLOW_ID, SCHEDULE_ID, TASK_QUEUE } from "../identifiers.ts";
import type { PipelineInput } from "../workflows/pipeline-input.ts";

/** What the code wants of the schedule; in milliseconds where it is a time. */
export interface ScheduleIntent {
  everyMs: number;
  catchupWindowMs: number;
  overlap: ScheduleOverlapPolicy;
  workflowType: string;
  workflowId: string;
  taskQueue: string;
  args: [PipelineInput];
}

export interface ScheduleChange {
  outcome: "created" | "updated" | "unchanged";
  /** Per changed setting, what it was and what it is now. */
  differences: { setting: string; was: unknown; is: unknown }[];
}

/**
 * Runs missed while the server was away are made up for by the next one, which reads from the watermark: one missed start
 * at most is caught up, so the window is shorter than the interval.
 */
export const scheduleIntent = (intervalMinutes: number): ScheduleIntent => ({
  everyMs: intervalMinutes * 60_000,
  catchupWindowMs: Math.max(10_000, (intervalMinutes - 1) * 60_000),
  overlap: ScheduleOverlapPolicy.SKIP,
  workflowType: "enrichmentPipeline",
  workflowId: PIPELINE_WORKFLOW_ID,
  taskQueue: TASK_QUEUE,
  args: [{ trigger: "schedule", kind: "incremental" }],
});

/** Creates the schedule, or brings one that has drifted back to what the code says. Whether it is paused is left alone. */
export async function ensureSchedule(client: Client, intent: ScheduleIntent): Promise<ScheduleChange> {
  const handle = client.schedule.getHandle(SCHEDULE_ID);
  const existing = await handle.describe().catch((error: unknown) => {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  });
  if (!existing) {
    await client.schedule.create({ scheduleId: SCHEDULE_ID, ...scheduleOptions(intent) });
    return { outcome: "created", differences: [] };
  }
  const differences = compare(describedIntent(existing), intent);
  if (differences.length === 0) return { outcome: "unchanged", differences };
  await handle.update((previous) => ({ ...scheduleOptions(intent), state: previous.state }));
  return { outcome: "updated", differences };
}

function scheduleOptions(intent: ScheduleIntent): Omit<ScheduleUpdateOptions, "state"> {
  return {
    spec: { intervals: [{ every: intent.everyMs }] },
    policies: { overlap: intent.overlap, catchupWindow: intent.catchupWindowMs },
    action: {
      type: "startWorkflow",
      workflowType: intent.workflowType,
      workflowId: intent.workflowId,
      taskQueue: intent.taskQueue,
      args: intent.args,
      staticSummary: "Source to gold, every few minutes",
    },
  };
}

function describedIntent({
  spec,
  policies,
  action,
}: ScheduleDescription): Record<keyof ScheduleIntent, unknown> {
  return {
    everyMs: spec.intervals?.[0]?.every,
    catchupWindowMs: policies.catchupWindow,
    overlap: policies.overlap,
    workflowType: action.workflowType,
    workflowId: action.workflowId,
    taskQueue: action.taskQueue,
    args: action.args,
  };
}

function compare(
  was: Record<keyof ScheduleIntent, unknown>,
  is: ScheduleIntent,
): ScheduleChange["differences"] {
  return Object.entries(is)
    .map(([setting, wanted]) => ({ setting, was: was[setting as keyof ScheduleIntent], is: wanted }))
    .filter((difference) => JSON.stringify(difference.was) !== JSON.stringify(difference.is));
}
