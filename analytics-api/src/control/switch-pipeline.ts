import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import {
  BRONZE_INGEST_WORKFLOW_ID,
  GOLD_TRANSFORM_WORKFLOW_ID,
  SCHEDULE_ID,
} from "@enrichment-monitor/warehouse/pipeline-identifiers";
import type { Client } from "@temporalio/client";
import { ProblemError } from "../http/problem.ts";

/** What can be done to the pipeline: the names of the workflows' updates. */
export type Switch = "pause" | "resume";

/**
 * Holds, or lets go on, both the schedule and the run at work.
 * @param note why, for the next one to read
 * @returns ids of the workflows that were switched
 * @throws {ProblemError} 409 when there is no schedule
 */
export async function switchPipeline(
  sql: WarehouseClient,
  temporal: Client,
  to: Switch,
  note: string,
): Promise<string[]> {
  await switchSchedule(temporal, to, note);
  const linear = await sql<{ workflow_id: string }[]>`
    select workflow_id from ops.runs where finished_at is null and variant = 'linear'`;
  const candidates = [
    BRONZE_INGEST_WORKFLOW_ID,
    GOLD_TRANSFORM_WORKFLOW_ID,
    ...linear.map((run) => run.workflow_id),
  ];
  const switched = await Promise.all(
    candidates.map((workflowId) => switchWorkflow(temporal, workflowId, to)),
  );
  return candidates.filter((_, index) => switched[index]);
}

async function switchSchedule(temporal: Client, to: Switch, note: string): Promise<void> {
  const schedule = temporal.schedule.getHandle(SCHEDULE_ID);
  try {
    await (to === "pause" ? schedule.pause(note) : schedule.unpause(note));
  } catch (error) {
    if (error instanceof Error && error.name === "ScheduleNotFoundError")
      throw new ProblemError(
        409,
        "There is no schedule to switch: `pnpm run pipeline schedule apply` creates it.",
      );
    throw error;
  }
}

/** False when it does not run. */
async function switchWorkflow(temporal: Client, workflowId: string, to: Switch): Promise<boolean> {
  try {
    await temporal.workflow.getHandle(workflowId).executeUpdate(to);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "WorkflowNotFoundError") return false;
    throw error;
  }
}
