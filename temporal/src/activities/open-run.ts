import { activityInfo, log } from "@temporalio/activity";
import { type Client, isGrpcServiceError, WorkflowNotFoundError } from "@temporalio/client";
import type { TransactionSql } from "postgres";
import { closeAbandoned } from "../ledger/close-abandoned.ts";
import type { RunKind, RunReference, RunTrigger, RunVariant } from "../ledger/run-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

export interface RunRequest {
  kind: RunKind;
  variant: RunVariant;
  trigger: RunTrigger;
}

/**
 * The opened run and whether the server has the search attributes registered; or the active run that prevents it.
 */
export type OpenedRun =
  | { run: RunReference; searchable: boolean }
  | { busyWith: { runNumber: number; workflowId: string } };

/** Held while checking for another run and opening a new one. */
const OPEN_RUN_LOCK = 7_233_002;

/** A status code of gRPC. */
const INVALID_ARGUMENT = 3;

interface OpenRow {
  run_id: string;
  run_number: number;
  workflow_id: string;
}

/**
 * Opens the run in the ledger, unless another one is active. A run whose workflow was terminated is closed first. After a run with
 * different counts, everything is read again.
 */
export function createOpenRun({ sql, temporal }: ActivityDependencies) {
  return async (request: RunRequest): Promise<OpenedRun> => {
    const { workflowId, runId } = activityInfo().workflowExecution ?? { workflowId: "", runId: "" };
    const open = await sql<OpenRow[]>`
      select run_id, run_number, workflow_id from ops.runs where finished_at is null and run_id <> ${runId}`;
    const gone = await Promise.all(
      // The same workflow id with another run id is this run before `temporal workflow reset`.
      open.map(
        async (run) => run.workflow_id === workflowId || !(await isRunning(temporal, run.workflow_id)),
      ),
    );
    const searchable = await knowsSearchAttributes(temporal);
    const opened = await sql.begin(async (transaction): Promise<OpenedRun> => {
      await transaction`select pg_advisory_xact_lock(${OPEN_RUN_LOCK})`;
      for (const run of open.filter((_, index) => gone[index])) await closeAbandoned(transaction, run.run_id);
      const [other] = await transaction<OpenRow[]>`
        select run_id, run_number, workflow_id from ops.runs where finished_at is null and run_id <> ${runId}`;
      if (other) return { busyWith: { runNumber: other.run_number, workflowId: other.workflow_id } };
      return { run: await insertRun(transaction, request, workflowId, runId), searchable };
    });
    if ("run" in opened) log.info("run opened", { runNumber: opened.run.runNumber, ...request });
    return opened;
  };
}

/** By a search with them: who may run workflows may search, and Temporal Cloud lets nobody list the attributes. */
async function knowsSearchAttributes({ workflowService, options }: Client): Promise<boolean> {
  try {
    await workflowService.countWorkflowExecutions({
      namespace: options.namespace,
      query: "EnrichmentRunKind = '' and EnrichmentRunTrigger = '' and EnrichmentRunNumber = 0",
    });
    return true;
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === INVALID_ARGUMENT) return false;
    throw error;
  }
}

async function isRunning(temporal: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await temporal.workflow.getHandle(workflowId).describe();
    return status.name === "RUNNING";
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

function dueKindOf({ watermark, balanced }: { watermark: Date | null; balanced: boolean | null }): RunKind {
  if (balanced === false) return "reconcile";
  return watermark === null ? "first_load" : "incremental";
}

async function insertRun(
  sql: TransactionSql,
  { kind, variant, trigger }: RunRequest,
  workflowId: string,
  runId: string,
): Promise<RunReference> {
  const [state] = await sql<{ watermark: Date | null; balanced: boolean | null }[]>`
    select watermark, (select balanced from ops.runs where runs.generation = warehouse_state.generation
                         and balanced is not null order by run_number desc limit 1) as balanced
    from ops.warehouse_state`;
  const dueKind = kind === "incremental" ? dueKindOf(state ?? { watermark: null, balanced: null }) : kind;
  await sql`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id)
    select ${runId}, generation, ${variant}, ${dueKind}, ${trigger}, ${workflowId} from ops.warehouse_state
    on conflict (run_id) do nothing`;
  const [run] = await sql<{ run_number: number; generation: number; kind: RunKind }[]>`
    select run_number, generation, kind from ops.runs where run_id = ${runId}`;
  if (!run) throw new Error(`Run ${runId} was not stored.`);
  return { runId, runNumber: run.run_number, generation: run.generation, kind: run.kind };
}
