import { cancellationSignal } from "@temporalio/activity";
import { tooManyRejects } from "../failures.ts";
import { countKnownRecords, countWarehouse } from "../ledger/count-conservation.ts";
import type { RunOutcome, RunReference } from "../ledger/run-reference.ts";
import { sumUpRun } from "../ledger/sum-up-run.ts";
import { countSourceRecords } from "../source/count-records.ts";
import { createProbe } from "../source/probe.ts";
import { currentActivity } from "./activity-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** The figures of a finished run, as people and scripts read them. */
export interface RunSummary {
  runNumber: number;
  kind: string;
  outcome: RunOutcome;
  recordsRead: number;
  versionsWritten: number;
  goldInserted: number;
  goldUpdated: number;
  rejected: number;
  deleted: number;
  requests: number;
  rateLimited: number;
  /** Null where the source could not be counted. */
  sourceRecords: number | null;
  goldRecords: number;
  rejectedRecords: number;
  seconds: number;
}

/** The share of rejects is measured against at least this many versions: two bad records of three are no catastrophe. */
const SMALLEST_SAMPLE = 100;

/**
 * Checks conservation — records in the source = rows in gold + records whose only versions are rejected — and closes the
 * run: succeeded, or unbalanced.
 * @throws ApplicationFailure TooManyRejects above the configured share.
 */
export function createCloseRun({ sql, source, settings }: ActivityDependencies) {
  return async (run: RunReference): Promise<RunSummary> => {
    const probe = createProbe(source, sql, run.runId, currentActivity(), cancellationSignal());
    await checkRejects(run);
    // After a complete read the source has been counted already, and so is every row of gold: a whole comparison.
    const [ledgered] = await sql<{ source_records: number | null }[]>`
      select source_records from ops.runs where run_id = ${run.runId}`;
    const sourceCounted = ledgered?.source_records ?? null;
    const counts = await countWarehouse(sql, sourceCounted === null ? "months" : "rows");
    const accountedFor = counts.gold + counts.rejectedOnly;
    const sourceRecords =
      sourceCounted ??
      (await countSourceRecords(probe, sql, accountedFor)) ??
      // Much is new to the source, or missing from gold: bronze tells which.
      (await countSourceRecords(probe, sql, await countKnownRecords(sql)));
    const balanced = sourceRecords === null ? null : sourceRecords === accountedFor;
    return sql.begin(async (transaction) => {
      await sumUpRun(transaction, run.runId);
      await transaction`
        update ops.runs
        set finished_at = clock_timestamp(), outcome = ${balanced === false ? "incomplete" : "succeeded"},
            source_records = ${sourceRecords}, gold_records = ${counts.gold},
            rejected_records = ${counts.rejectedOnly}, balanced = ${balanced}
        where run_id = ${run.runId} and finished_at is null`;
      return readSummary(transaction, run.runId);
    });
  };

  async function checkRejects(run: RunReference): Promise<void> {
    const [counted] = await sql<{ rejected: number; versions: number }[]>`
      select rejected, (select coalesce(sum(versions), 0) from ops.batches where run_id = ${run.runId}) as versions
      from ops.runs where run_id = ${run.runId}`;
    const { rejected = 0, versions = 0 } = counted ?? {};
    const percent = (100 * rejected) / Math.max(versions, SMALLEST_SAMPLE);
    if (percent > settings.MAX_REJECTED_PERCENT)
      throw tooManyRejects(rejected, versions, settings.MAX_REJECTED_PERCENT);
  }
}

async function readSummary(sql: Parameters<typeof sumUpRun>[0], runId: string): Promise<RunSummary> {
  const [summary] = await sql<RunSummary[]>`
    select run_number as "runNumber", kind, outcome, records_read as "recordsRead",
           versions_written as "versionsWritten", gold_inserted as "goldInserted", gold_updated as "goldUpdated",
           rejected, deleted, requests, rate_limited as "rateLimited", source_records as "sourceRecords",
           gold_records as "goldRecords", rejected_records as "rejectedRecords",
           round(extract(epoch from finished_at - started_at)::numeric, 1)::double precision as seconds
    from ops.runs where run_id = ${runId}`;
  if (!summary) throw new Error(`Run ${runId} is not in the ledger.`);
  return summary;
}
