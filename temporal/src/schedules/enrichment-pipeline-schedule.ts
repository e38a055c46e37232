import { ScheduleOverlapPolicy } from "@temporalio/client";
import { RUN_WORKFLOWS, SCHEDULE_ID, TASK_QUEUE } from "../identifiers.ts";
import type { PipelineInput } from "../workflows/pipeline-input.ts";
import type { ScheduleIntent } from "./ensure-schedule.ts";

/**
 * The next run covers runs missed during an outage, since it reads from the watermark. The catch-up window is shorter than the interval,
 * so at most one missed start is caught up.
 */
export const pipelineSchedule = (intervalMinutes: number): ScheduleIntent => ({
  scheduleId: SCHEDULE_ID,
  summary: "Source to gold, every few minutes",
  times: { everyMs: intervalMinutes * 60_000 },
  catchupWindowMs: Math.max(10_000, (intervalMinutes - 1) * 60_000),
  // The next run continues a load that takes longer.
  executionTimeoutMs: 24 * 60 * 60_000,
  overlap: ScheduleOverlapPolicy.SKIP,
  workflowType: RUN_WORKFLOWS.modular.type,
  workflowId: RUN_WORKFLOWS.modular.id,
  taskQueue: TASK_QUEUE,
  args: [{ trigger: "schedule", kind: "incremental" } satisfies PipelineInput],
});
