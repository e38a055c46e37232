import { readHealthInputs } from "@enrichment-monitor/warehouse/health-inputs";
import type { Snapshot } from "../sql/snapshot.ts";
import { countBacklog } from "./backlog.ts";
import { listProofs } from "./proofs.ts";
import { readRunTotals } from "./run-totals.ts";
import { countUndeliveredMessages } from "./undelivered-messages.ts";
import { readWarehouseState } from "./warehouse-state.ts";

/** What the warehouse knows of the pipeline that is told as metrics. */
export async function readPipelineFacts(sql: Snapshot) {
  const [state, healthInputs, runTotals, backlog, [proof], undeliveredMessages] = await Promise.all([
    readWarehouseState(sql),
    readHealthInputs(sql),
    readRunTotals(sql),
    countBacklog(sql),
    listProofs(sql, 1),
    countUndeliveredMessages(sql),
  ]);
  return {
    readAt: new Date(),
    watermark: state.asOf.watermark,
    healthInputs,
    runTotals,
    pendingBatches: backlog.pending_batches,
    /** The newest finished one. */
    proof,
    undeliveredMessages,
  };
}

export type PipelineFacts = Awaited<ReturnType<typeof readPipelineFacts>>;
