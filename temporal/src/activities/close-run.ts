import { activityInfo, cancellationSignal } from "@temporalio/activity";
import type { TransactionSql } from "postgres";
import { countFinding } from "../bronze/record-full-read.ts";
import { tooManyRejects } from "../failures.ts";
import { findRejects } from "../gold/find-rejects.ts";
import { countKnownRecords, countWarehouse, type WarehouseCounts } from "../ledger/count-conservation.ts";
import { type Finding, MOST_IDS, readFindings, recordFinding } from "../ledger/findings.ts";
import { finishRun } from "../ledger/finish-run.ts";
import type { RunKind, RunOutcome, RunReference } from "../ledger/run-reference.ts";
import { noteProgress } from "../ledger/source-waits.ts";
import { countSourceRecords } from "../source/count-records.ts";
import { createProbe } from "../source/probe.ts";
import { currentActivity } from "./activity-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";

/** The figures of a finished run, as people and scripts read them. */
export interface RunSummary {
  runNumber: number;
  kind: RunKind;
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
  /** Why it is incomplete. */
  error: string | null;
  findings: Finding[];
}

export interface CloseOptions {
  /** A count that is not explained asks for a complete read, instead of closing the run. */
  mayReadEverything: boolean;
  /** Why a part of the source could not be read: the run is incomplete. */
  incomplete: string | null;
}

/** The summary of the run; or the wish that everything be read, because counts differ and nothing explains why. */
export type Closing = RunSummary | { readEverything: true };

/** The share of rejects is measured against at least this many versions: two bad records of three are no catastrophe. */
const SMALLEST_SAMPLE = 100;
/** A source whose total has been wrong before is not read to its end again for each new total; in milliseconds. */
const FULL_READ_INTERVAL = "1 hour";

interface Comparison {
  counts: WarehouseCounts;
  sourceRecords: number | null;
  /** What the source counts beyond what the warehouse accounts for; null where it could not be counted. */
  unexplained: number | null;
}

/**
 * Compares the source's count with what the warehouse accounts for — gold, records whose only versions are rejected, and
 * entries known to be listed twice — and closes the run with what it found.
 * @throws ApplicationFailure TooManyRejects above the configured share.
 */
export function createCloseRun({ sql, source, settings }: ActivityDependencies) {
  return async (run: RunReference, { mayReadEverything, incomplete }: CloseOptions): Promise<Closing> => {
    using _alive = keepAlive();
    if (activityInfo().attempt === 1) await noteProgress(sql, run.runId);
    const comparison = await compare(run, incomplete !== null);
    if (comparison.unexplained && mayReadEverything && (await fullReadIsDue()))
      return { readEverything: true };
    await checkRejects(run);
    return sql.begin(async (transaction) => {
      for (const finding of await findingsOf(transaction, run, comparison, incomplete))
        await recordFinding(transaction, run.runId, finding);
      const findings = await readFindings(transaction, run.runId);
      await transaction`
        update ops.runs
        set source_records = ${comparison.sourceRecords}, gold_records = ${comparison.counts.gold},
            rejected_records = ${comparison.counts.rejectedOnly},
            balanced = ${comparison.unexplained === null ? null : comparison.unexplained === 0}
        where run_id = ${run.runId} and finished_at is null`;
      await finishRun(transaction, run.runId, outcomeOf(findings), incomplete);
      return { ...(await readSummary(transaction, run.runId)), findings };
    });
  };

  async function compare(run: RunReference, sourceIsSilent: boolean): Promise<Comparison> {
    // After a complete read the source has been counted already, and so is every row of gold: a whole comparison.
    const [ledgered] = await sql<
      { source_records: number | null; page_size: number | null; difference: number }[]
    >`
      select source_records, source_page_size as page_size, count_difference as difference
      from ops.runs cross join ops.warehouse_state where run_id = ${run.runId}`;
    const listed = ledgered?.source_records ?? null;
    const counts = await countWarehouse(sql, listed === null ? "months" : "rows");
    const accountedFor = counts.gold + counts.rejectedOnly + counts.duplicates;
    if (listed !== null) return { counts, sourceRecords: listed, unexplained: listed - accountedFor };
    if (sourceIsSilent) return { counts, sourceRecords: null, unexplained: null };
    const sourceRecords = await countSource(
      run,
      accountedFor,
      ledgered?.page_size ?? settings.SOURCE_PAGE_SIZE,
    );
    return {
      counts,
      sourceRecords,
      unexplained: sourceRecords && unexplainedOf(sourceRecords, accountedFor, ledgered?.difference ?? 0),
    };
  }

  async function countSource(
    run: RunReference,
    accountedFor: number,
    pageSize: number,
  ): Promise<number | null> {
    const probe = createProbe({
      source,
      sql,
      runId: run.runId,
      activity: currentActivity(),
      patienceMinutes: settings.SOURCE_PATIENCE_MINUTES,
      signal: cancellationSignal(),
    });
    const counted = await countSourceRecords(probe, sql, accountedFor, pageSize);
    if (counted === accountedFor) return counted;
    // A passing answer is not believed alone. Where much is new to the source, or missing from gold, bronze tells which.
    return countSourceRecords(probe, sql, await countKnownRecords(sql), pageSize);
  }

  async function fullReadIsDue(): Promise<boolean> {
    const [state] = await sql<{ due: boolean }[]>`
      select count_difference = 0 or full_read_at < now() - ${FULL_READ_INTERVAL}::interval as due
      from ops.warehouse_state`;
    return state?.due ?? true;
  }

  async function checkRejects(run: RunReference): Promise<void> {
    const [counted] = await sql<{ rejected: number; versions: number }[]>`
      select rejected, (select coalesce(sum(versions), 0)::bigint from ops.batches where run_id = ${run.runId}) as versions
      from ops.runs where run_id = ${run.runId}`;
    const { rejected = 0, versions = 0 } = counted ?? {};
    const percent = (100 * rejected) / Math.max(versions, SMALLEST_SAMPLE);
    if (percent > settings.MAX_REJECTED_PERCENT)
      throw tooManyRejects(rejected, versions, settings.MAX_REJECTED_PERCENT);
  }
}

/** A source that stops counting somewhere may count less than there is, but never more. */
function unexplainedOf(counted: number, accountedFor: number, knownDifference: number): number {
  if (knownDifference < 0) return Math.max(0, counted - accountedFor);
  return counted - accountedFor - knownDifference;
}

async function findingsOf(
  sql: TransactionSql,
  run: RunReference,
  { counts, sourceRecords, unexplained }: Comparison,
  incomplete: string | null,
): Promise<Finding[]> {
  const rejects = await findRejects(sql, run.runId, MOST_IDS);
  const accountedFor = counts.gold + counts.rejectedOnly + counts.duplicates;
  const findings: (Finding | false | null)[] = [
    rejects,
    incomplete !== null && {
      code: "source_unavailable",
      severity: "gap",
      records: 0,
      recordIds: [],
      detail: incomplete,
      remedy: "The next run goes on where this one stopped. If it lasts, tell the source's owners.",
    },
    sourceRecords === null &&
      incomplete === null && {
        code: "not_counted",
        severity: "warning",
        records: 0,
        recordIds: [],
        detail:
          "The source could not be counted: it does not say how many records it has, or they change too fast.",
        remedy: "The next run counts again; pnpm run pipeline reconcile reads and compares everything.",
      },
    unexplained !== null && unexplained !== 0
      ? {
          code: "count_differs",
          severity: "gap",
          records: Math.abs(unexplained),
          recordIds: [],
          detail: `The source counts ${sourceRecords} records; the warehouse accounts for ${accountedFor}.`,
          remedy:
            "A complete read tells which records they are: pnpm run pipeline reconcile, or wait for the next run.",
        }
      : sourceRecords !== null && sourceRecords !== accountedFor && countFinding(sourceRecords, accountedFor),
  ];
  return findings.filter((finding) => finding !== null && finding !== false);
}

function outcomeOf(findings: readonly Finding[]): RunOutcome {
  const has = (severity: Finding["severity"]) => findings.some((finding) => finding.severity === severity);
  if (has("gap")) return "incomplete";
  return has("warning") ? "succeeded_with_findings" : "succeeded";
}

async function readSummary(sql: TransactionSql, runId: string): Promise<Omit<RunSummary, "findings">> {
  const [summary] = await sql<Omit<RunSummary, "findings">[]>`
    select run_number as "runNumber", kind, outcome, records_read as "recordsRead",
           versions_written as "versionsWritten", gold_inserted as "goldInserted", gold_updated as "goldUpdated",
           rejected, deleted, requests, rate_limited as "rateLimited", source_records as "sourceRecords",
           gold_records as "goldRecords", rejected_records as "rejectedRecords", error,
           round(extract(epoch from finished_at - started_at)::numeric, 1)::double precision as seconds
    from ops.runs where run_id = ${runId}`;
  if (!summary) throw new Error(`Run ${runId} is not in the ledger.`);
  return summary;
}
