import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { readRunProgress } from "../queries/run-progress.ts";
import { listRuns } from "../queries/runs.ts";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import { showRun } from "../schemas/run.ts";
import type { TemporalUi } from "../schemas/workflow-link.ts";
import { withSnapshot } from "../sql/snapshot.ts";

/** How many runs a reconnecting client can catch up on: 100 minutes with a run every five. */
export const REPLAYED_RUNS = 20;

/** What events report, in one snapshot: the newest runs, oldest first, and the progress of the open one. */
export const readPipelineState = (sql: WarehouseClient, temporalUi: TemporalUi | undefined) =>
  withSnapshot(sql, async (snapshot) => {
    const { dataVersion, asOf } = await readWarehouseState(snapshot);
    const runs = await listRuns(snapshot, {}, { limit: REPLAYED_RUNS });
    return {
      dataVersion,
      asOf,
      runs: runs.reverse().map((row) => showRun(row, temporalUi)),
      progress: await readRunProgress(snapshot),
    };
  });

export type PipelineState = Awaited<ReturnType<typeof readPipelineState>>;
