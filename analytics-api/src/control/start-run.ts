import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { RUN_WORKFLOWS, TASK_QUEUE } from "@enrichment-monitor/warehouse/pipeline-identifiers";
import type { Client } from "@temporalio/client";
import { ProblemError } from "../http/problem.ts";
import type { RunRequest } from "../schemas/control.ts";

/**
 * Starts a run, unless one is running. Its `runId` is also that of the ledger, once the run is opened there.
 * @throws {ProblemError} 409 when a run is running
 */
export async function startRun(
  sql: WarehouseClient,
  temporal: Client,
  { kind, variant = "modular", window }: RunRequest,
): Promise<{ workflowId: string; runId: string }> {
  await requireNoRunning(sql, temporal);
  const { type, id } = RUN_WORKFLOWS[variant];
  // Fixed, so that Temporal refuses one of two simultaneous requests.
  const workflowId = `${id}-api`;
  try {
    const { firstExecutionRunId } = await temporal.workflow.start(type, {
      taskQueue: TASK_QUEUE,
      workflowId,
      args: [{ trigger: "api", kind, ...(window && { window }) }],
      staticSummary: `Started by the API: ${kind}`,
    });
    return { workflowId, runId: firstExecutionRunId };
  } catch (error) {
    if (error instanceof Error && error.name === "WorkflowExecutionAlreadyStartedError")
      throw new ProblemError(409, `A run was just started as workflow ${workflowId}: wait for its end.`);
    throw error;
  }
}

/** An open run without a running workflow is no obstacle: the next run closes it. */
async function requireNoRunning(sql: WarehouseClient, temporal: Client): Promise<void> {
  const [open] = await sql<{ run_number: number; workflow_id: string }[]>`
    select run_number, workflow_id from ops.runs
    where finished_at is null order by run_number desc limit 1`;
  if (open && (await isRunning(temporal, open.workflow_id)))
    throw new ProblemError(
      409,
      `Run ${open.run_number} is running (workflow ${open.workflow_id}): wait for its end, see /pipeline/runs/${open.run_number}.`,
    );
}

async function isRunning(temporal: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await temporal.workflow.getHandle(workflowId).describe();
    return status.name === "RUNNING";
  } catch (error) {
    if (error instanceof Error && error.name === "WorkflowNotFoundError") return false;
    throw error;
  }
}
