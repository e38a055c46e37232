import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import type { ActivityReference, RunReference } from "../src/ledger/run-reference.ts";

/** The run that `createWarehouseAtWork` has opened. */
export const run: RunReference = {
  runId: "0198a3c0-0000-7000-8000-000000000001",
  runNumber: 1,
  generation: 1,
  kind: "incremental",
};
export const activity: ActivityReference = {
  workflowId: "w",
  workflowRunId: "r",
  activityType: "readSlice",
  attempt: 1,
};

/** A warehouse of its own, empty but for one open run. */
export async function createWarehouseAtWork(serverUrl: string): Promise<WarehouseDatabase> {
  const warehouse = await createWarehouseDatabase(serverUrl);
  await warehouse.sql`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id)
    values (${run.runId}, 1, 'modular', 'incremental', 'cli', 'w')`;
  return warehouse;
}
