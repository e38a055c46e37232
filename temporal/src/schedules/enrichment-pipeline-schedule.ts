import { ScheduleOverlapPolicy } from "@temporalio/client";
import { RUN_WORKFLOWS, SCHEDULE_ID, TASK_QUEUE } from "../identifiers.ts";
import type { PipelineInput } from "../workflows/pipeline-input.ts";
import type { ScheduleIntent } from "./ensure-schedule.ts";

/**
 * Runs missed while the server was away are made up for by the next one, which reads from the watermark: one missed start
 * at most is caught up, so the window is shorter than the interval.
 */
export const pipelineSchedule = (intervalMinutes: number): ScheduleIntent => ({
  scheduleId: SCHEDULE_ID,
  summary: "Source to gold, every few minutes",
  times: { everyMs: intervalMinutes * 60_000 },
  catchupWindowMs: Math.max(10_000, (intervalMinutes - 1) * 60_000),
  // A load that takes longer is gone on with by the next run.
  executionTimeoutMs: 24 * 60 * 60_000,
  overlap: ScheduleOverlapPolicy.SKIP,
  workflowType: RUN_WORKFLOWS.modular.type,
  workflowId: RUN_WORKFLOWS.modular.id,
  taskQueue: TASK_QUEUE,
  args: [{ trigger: "schedule", kind: "incremental" } satisfies PipelineInput],
});
