import { type Client, WorkflowNotFoundError } from "@temporalio/client";
import { RUN_WORKFLOWS, SCHEDULE_ID } from "../identifiers.ts";
import { print, printJson } from "./output.ts";
import type { Session } from "./session.ts";

type Switch = "pause" | "resume";

/** Pauses or resumes the schedule and the active run. */
export async function switchPipeline(
  { temporal, sql }: Session,
  to: Switch,
  { json, note }: { json?: boolean; note: string },
): Promise<void> {
  const schedule = temporal.schedule.getHandle(SCHEDULE_ID);
  await (to === "pause" ? schedule.pause(note) : schedule.unpause(note));
  const running = await runningWorkflows(temporal, sql);
  const switched = await Promise.all(running.map((workflowId) => switchWorkflow(temporal, workflowId, to)));
  const workflows = running.filter((_, index) => switched[index]);
  if (json) printJson({ schedule: to === "pause" ? "paused" : "running", workflows });
  else print(sentence(to, workflows));
}

/** Of runs: from the ledger, and from Temporal those that have not been entered there yet. Their children follow them. */
async function runningWorkflows(temporal: Client, sql: Session["sql"]): Promise<string[]> {
  const open = await sql<
    { workflow_id: string }[]
  >`select workflow_id from ops.runs where finished_at is null`;
  const types = Object.values(RUN_WORKFLOWS).map(({ type }) => `'${type}'`);
  const query = `WorkflowType in (${types.join(", ")}) and ExecutionStatus = 'Running'`;
  const listed = await Array.fromAsync(temporal.workflow.list({ query }), ({ workflowId }) => workflowId);
  return [...new Set([...open.map((run) => run.workflow_id), ...listed])];
}

/** False when it does not run. */
async function switchWorkflow(temporal: Client, workflowId: string, to: Switch): Promise<boolean> {
  try {
    await temporal.workflow.getHandle(workflowId).executeUpdate(to);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function sentence(to: Switch, workflows: readonly string[]): string {
  const verb = to === "pause" ? "paused" : "running";
  const run =
    workflows.length > 0
      ? `; the active run is ${to === "pause" ? "paused after its current activity" : "running"}`
      : "";
  return `The schedule is ${verb}${run}.`;
}
