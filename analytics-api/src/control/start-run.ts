import type { ops, WarehouseClient } from "@enrichment-monitor/warehouse";
import { RUN_WORKFLOWS, TASK_QUEUE } from "@enrichment-monitor/warehouse/pipeline-identifiers";
import type { Client } from "@temporalio/client";
import { ProblemError } from "../http/problem.ts";

export interface RunRequest {
  kind: Exclude<(typeof ops.runKinds)[number], "first_load" | "prove">;
  variant: (typeof ops.runVariants)[number];
  /** Of a backfill: the span of `updated_at` to read again, in ISO 8601; null is without end. */
  window?: { from: string | null; to: string | null };
}

export interface StartedRun {
  workflowId: string;
  /** Of the run in the ledger too, once it is opened there. */
  runId: string;
}

/**
 * Starts a run, unless one is at work.
 * @throws {ProblemError} 409 naming the run that is at work
 */
export async function startRun(
  sql: WarehouseClient,
  temporal: Client,
  { kind, variant, window }: RunRequest,
): Promise<StartedRun> {
  await refuseBeside(sql, temporal);
  const { type, id } = RUN_WORKFLOWS[variant];
  // Fixed, so that of two requests at once Temporal refuses one.
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
      throw new ProblemError(409, `A run has just been started as ${workflowId}: wait for its end.`);
    throw error;
  }
}

/** An open run whose workflow is gone is in nobody's way: the next one closes it. */
async function refuseBeside(sql: WarehouseClient, temporal: Client): Promise<void> {
  const [open] = await sql<{ run_number: number; workflow_id: string }[]>`
    select run_number, workflow_id from ops.runs
    where finished_at is null order by run_number desc limit 1`;
  if (open && (await isRunning(temporal, open.workflow_id)))
    throw new ProblemError(
      409,
      `Run ${open.run_number} is at work (workflow ${open.workflow_id}): wait for its end, see /pipeline/runs/${open.run_number}.`,
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
