import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { readRunProgress } from "../queries/run-progress.ts";
import { listRuns } from "../queries/runs.ts";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import type { AsOf } from "../schemas/envelope.ts";
import type { RunProgress } from "../schemas/event.ts";
import { type Run, showRun } from "../schemas/run.ts";
import type { TemporalUi } from "../schemas/workflow-link.ts";
import { withSnapshot } from "../sql/snapshot.ts";

/** How many runs a reconnecting client can catch up on: 100 minutes with a run every five. */
export const REPLAYED_RUNS = 20;

/** What events report, in one snapshot. */
export interface PipelineState {
  dataVersion: number;
  asOf: AsOf;
  /** The newest runs, oldest first. */
  runs: Run[];
  /** Of the open run. */
  progress: RunProgress | undefined;
}

export const readPipelineState = (
  sql: WarehouseClient,
  temporalUi: TemporalUi | undefined,
): Promise<PipelineState> =>
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
