import type { Client, ScheduleHandle } from "@temporalio/client";
import type { WarehouseClient } from "./client.ts";
import { RUN_WORKFLOWS, SCHEDULE_ID } from "./pipeline-identifiers.ts";

/** The names of the workflows' updates. */
export type Switch = "pause" | "resume";

/**
 * Pauses or resumes the schedule and the running runs, for the command line and the API.
 * @param note the reason, for other operators
 * @returns ids of the workflows that were paused or resumed
 * @throws the client's ScheduleNotFoundError when there is no schedule
 */
export async function switchPipeline(
  sql: WarehouseClient,
  temporal: Client,
  to: Switch,
  note: string,
): Promise<string[]> {
  const schedule = temporal.schedule.getHandle(SCHEDULE_ID);
  await (to === "pause" ? schedule.pause(note) : resumeSchedule(schedule, note));
  const candidates = await runningWorkflows(sql, temporal);
  const switched = await Promise.all(
    candidates.map((workflowId) => switchWorkflow(temporal, workflowId, to)),
  );
  return candidates.filter((_, index) => switched[index]);
}

/** Temporal keeps the time of an update, but not that of its own `unpause`: runs due before it are not late. */
export const resumeSchedule = (schedule: ScheduleHandle, note: string): Promise<void> =>
  schedule.update((previous) => ({ ...previous, state: { ...previous.state, paused: false, note } }));

/** Workflows of runs: from the ledger, and from Temporal those not yet in the ledger. They pass the switch on to their children. */
async function runningWorkflows(sql: WarehouseClient, temporal: Client): Promise<string[]> {
  const open = await sql<
    { workflow_id: string }[]
  >`select workflow_id from ops.runs where finished_at is null`;
  const types = Object.values(RUN_WORKFLOWS).map(({ type }) => `'${type}'`);
  const query = `WorkflowType in (${types.join(", ")}) and ExecutionStatus = 'Running'`;
  const listed = await Array.fromAsync(temporal.workflow.list({ query }), ({ workflowId }) => workflowId);
  return [...new Set([...open.map((run) => run.workflow_id), ...listed])];
}

/** False when the workflow is not running. */
async function switchWorkflow(temporal: Client, workflowId: string, to: Switch): Promise<boolean> {
  try {
    await temporal.workflow.getHandle(workflowId).executeUpdate(to);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "WorkflowNotFoundError") return false;
    throw error;
  }
}
