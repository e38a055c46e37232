import type { HealthInputs } from "@enrichment-monitor/warehouse/pipeline-health";
import { type LedgerRow, ledgerColumns } from "../schemas/run.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { listRuns } from "./list-runs.ts";
import { readFindings } from "./run-findings.ts";

/** What the ledger knows of what the pipeline's health is told from. */
export type LedgerFacts = Pick<HealthInputs, "lastScheduledStart" | "finishedRun" | "openRun"> & {
  rejects: Omit<HealthInputs["rejects"], "limitPercent">;
};

export interface PipelineFacts extends LedgerFacts {
  /** Newest first. */
  lastRuns: LedgerRow[];
  pendingBatches: number;
  /** Versions, of which a record may have several. */
  unresolvedRejects: number;
}

interface Totals {
  lastScheduledStart: Date | null;
  pendingBatches: number;
  unresolvedRejects: number;
  rejectedRecords: number;
  goldRecords: number;
}

/** What the ledger says about how the pipeline is doing. */
export async function readPipelineFacts(sql: Snapshot, lastRuns: number): Promise<PipelineFacts> {
  const [totals] = await sql<[Totals]>`
    select
      (select started_at from ops.runs where trigger = 'schedule' order by run_number desc limit 1)
        as "lastScheduledStart",
      (select count(*) from ops.batches where transformed_at is null) as "pendingBatches",
      (select count(*) from ops.rejected_records where resolved_at is null) as "unresolvedRejects",
      (select count(distinct record_key) from ops.rejected_records where resolved_at is null) as "rejectedRecords",
      (select coalesce(sum(total_enriquecimentos), 0)::bigint from gold.enrichments_by_day where id_workspace is null)
        as "goldRecords"`;
  const { rejectedRecords, goldRecords, ...others } = totals;
  return {
    ...others,
    lastRuns: await listRuns(sql, {}, { limit: lastRuns }),
    finishedRun: await readFinishedRun(sql),
    openRun: await readOpenRun(sql),
    rejects: { open: rejectedRecords, gold: goldRecords },
  };
}

async function readFinishedRun(sql: Snapshot): Promise<LedgerFacts["finishedRun"]> {
  const [run] = await sql<LedgerRow[]>`
    select ${sql(ledgerColumns)} from ops.runs
    where finished_at is not null order by run_number desc limit 1`;
  if (!run) return null;
  const { run_number: runNumber, started_at: startedAt, outcome, error } = run;
  return { runNumber, startedAt, outcome, error, findings: await readFindings(sql, run.run_id) };
}

async function readOpenRun(sql: Snapshot): Promise<LedgerFacts["openRun"]> {
  const [run] = await sql<NonNullable<LedgerFacts["openRun"]>[]>`
    select run_number as "runNumber", started_at as "startedAt", wait_until as "waitUntil", wait_reason as "waitReason",
           greatest(
             last_progress_at,
             (select max(greatest(committed_at, transformed_at)) from ops.batches where batches.run_id = runs.run_id)
           ) as "lastProgressAt"
    from ops.runs where finished_at is null order by run_number desc limit 1`;
  return run ?? null;
}
