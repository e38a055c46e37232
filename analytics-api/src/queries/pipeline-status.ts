import { type LedgerRow, ledgerColumns } from "../schemas/run.ts";
import { listRuns } from "./list-runs.ts";
import type { Snapshot } from "./snapshot.ts";

export interface PipelineFacts {
  /** Newest first. */
  lastRuns: LedgerRow[];
  lastFinishedRun: LedgerRow | undefined;
  /** When the newest run that the schedule started began. */
  lastScheduledStart: Date | null;
  /** When the open run, if there is one, last asked the source something or committed something. */
  lastProgress: Date | null;
  pendingBatches: number;
  unresolvedRejects: number;
}

/** What the ledger says about how the pipeline is doing. */
export async function readPipelineFacts(sql: Snapshot, lastRuns: number): Promise<PipelineFacts> {
  const [finished] = await sql<LedgerRow[]>`
    select ${sql(ledgerColumns)} from ops.runs
    where finished_at is not null order by run_number desc limit 1`;
  const [facts] = await sql<[Omit<PipelineFacts, "lastRuns" | "lastFinishedRun">]>`
    select
      (select started_at from ops.runs where trigger = 'schedule' order by run_number desc limit 1)
        as "lastScheduledStart",
      (select greatest(
          started_at,
          (select max(requested_at) from ops.fetches where fetches.run_id = runs.run_id),
          (select max(greatest(committed_at, transformed_at)) from ops.batches where batches.run_id = runs.run_id)
        )
        from ops.runs where finished_at is null order by run_number desc limit 1) as "lastProgress",
      (select count(*) from ops.batches where transformed_at is null) as "pendingBatches",
      (select count(*) from ops.rejected_records where resolved_at is null) as "unresolvedRejects"`;
  return { lastRuns: await listRuns(sql, {}, { limit: lastRuns }), lastFinishedRun: finished, ...facts };
}
