import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { listRuns } from "../queries/list-runs.ts";
import { readRunProgress } from "../queries/run-progress.ts";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import type { AsOf } from "../schemas/envelope.ts";
import type { RunProgress } from "../schemas/event.ts";
import { type Run, showRun } from "../schemas/run.ts";
import { withSnapshot } from "../sql/snapshot.ts";
import type { TemporalUi } from "../workflow-url.ts";

/** Runs that a client which comes back is told of: those of the last 100 minutes, where one begins every five. */
export const REMEMBERED_RUNS = 20;

/** All that events tell of, at one moment. */
export interface PipelineState {
  dataVersion: number;
  asOf: AsOf;
  /** The newest ones, oldest first. */
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
    const runs = await listRuns(snapshot, {}, { limit: REMEMBERED_RUNS });
    return {
      dataVersion,
      asOf,
      runs: runs.reverse().map((row) => showRun(row, temporalUi)),
      progress: await readRunProgress(snapshot),
    };
  });
