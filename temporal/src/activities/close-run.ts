import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import { activityInfo, log } from "@temporalio/activity";
import type { Sql, TransactionSql } from "postgres";
import { countFinding } from "../bronze/record-full-read.ts";
import { nothingRead, tooManyRejects } from "../failures.ts";
import { findRejects } from "../gold/find-rejects.ts";
import { countKnownRecords, countWarehouse, type WarehouseCounts } from "../ledger/count-conservation.ts";
import { type Finding, MAX_IDS, readFindings, recordFinding } from "../ledger/findings.ts";
import { finishRun } from "../ledger/finish-run.ts";
import type { RunKind, RunOutcome, RunReference } from "../ledger/run-reference.ts";
import { noteProgress } from "../ledger/source-waits.ts";
import {
  checkSourceCounts,
  recordSourceCountCheck,
  type SourceCountCheck,
} from "../proof/check-source-counts.ts";
import type { ProofVerdict } from "../proof/proof-state.ts";
import { beingChecked, recordProofFindings } from "../proof/record-proof-findings.ts";
import { countSourceRecords } from "../source/count-records.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";
import { probeForRun } from "./probe-for-run.ts";

/** The figures of a finished run, for display and scripts. */
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
  /** On an unexplained count, request a complete read instead of closing the run. */
  mayReadEverything: boolean;
  /** Why a part of the source could not be read: the run is incomplete. */
  incomplete: string | null;
}

/** The summary of the run, or a request for a complete read because of an unexplained count. */
export type Closing = RunSummary | { readEverything: true };

/** The share of rejects is relative to at least this many versions, so that two rejects of three do not fail a run. */
const MIN_SAMPLE = 100;
/** Minimum time between complete reads of a source whose total is known to be wrong; a PostgreSQL interval. */
const FULL_READ_INTERVAL = "1 hour";

interface Comparison {
  /** The result of the proof; null if the source could not be counted by time. */
  proof: RunProof | null;
  counts: WarehouseCounts;
  sourceRecords: number | null;
  /** The source's count minus the records the warehouse accounts for; null if unknown. */
  unexplained: number | null;
  fullReadIsDue: boolean;
  /** A complete read in this run compared each record. */
  wasReadInFull: boolean;
  honoursUpdatedSince: boolean;
}

/** The recorded state of the run and the source. */
interface RecordedRun {
  /** Entries that the source listed, after a complete read; else null. */
  listed: number | null;
  pageSize: number;
  /** The source's total minus the entries it listed in the last complete read. */
  difference: number;
  fullReadIsDue: boolean;
  readUpTo: Date | null;
  honoursUpdatedSince: boolean | null;
}

interface RunProof {
  verdict: ProofVerdict;
  /** The cap of the source's count; null: no cap. */
  countsUpTo: number | null;
  /** Windows with an unexplained difference. */
  openWindows: number;
  openRecords: number;
}

/**
 * Compares the source's count with what the warehouse accounts for — gold, records whose only versions are rejected, and
 * entries known to be listed twice — and closes the run with what it found.
 * @throws ApplicationFailure SourceSilent when nothing could be read; TooManyRejects above the configured share, of what the run transformed or of all records.
 */
export function createCloseRun(dependencies: ActivityDependencies) {
  const { sql, settings } = dependencies;
  return async (run: RunReference, { mayReadEverything, incomplete }: CloseOptions): Promise<Closing> => {
    using _alive = keepAlive();
    if (activityInfo().attempt === 1) await noteProgress(sql, run.runId);
    const closed = await readClosed(run);
    if (closed) return closed;
    if (mayReadEverything && (await proofAsksForEverything(run))) return { readEverything: true };
    const comparison = await compare(run, incomplete !== null);
    if (mayReadEverything && comparison.fullReadIsDue && comparison.unexplained)
      return { readEverything: true };
    const countCheck =
      comparison.wasReadInFull && comparison.honoursUpdatedSince ? await checkCounts(run) : null;
    const rejects = await findRejects(sql, run.runId, MAX_IDS);
    if (rejects) await recordFinding(sql, run.runId, rejects);
    await checkRejects(run, comparison.counts);
    if (incomplete !== null && !(await hasRead(run))) throw nothingRead(incomplete);
    const summary = await sql.begin(async (transaction): Promise<RunSummary> => {
      if (countCheck) await recordSourceCountCheck(transaction, run, countCheck);
      await recordProofFindings(transaction, run);
      for (const finding of findingsOf(comparison, incomplete))
        await recordFinding(transaction, run.runId, finding);
      const findings = await readFindings(transaction, run.runId);
      const { counts, sourceRecords, unexplained } = comparison;
      await transaction`
        update ops.runs
        set source_records = ${sourceRecords}, gold_records = ${counts.gold},
            rejected_records = ${counts.rejectedOnly}, balanced = ${unexplained === null ? null : unexplained === 0}
        where run_id = ${run.runId} and finished_at is null`;
      const outcome = outcomeOf(findings);
      const gap = findings.find(({ severity }) => severity === "gap");
      await finishRun(transaction, run.runId, outcome, gap?.detail ?? null);
      return { ...(await readSummary(transaction, run.runId)), findings };
    });
    log.info("run ended", { outcome: summary.outcome, seconds: summary.seconds });
    return summary;
  };

  /** The summary, if an earlier attempt whose result was lost closed the run. */
  async function readClosed(run: RunReference): Promise<RunSummary | null> {
    const [closed] = await sql`
      select from ops.runs where run_id = ${run.runId} and finished_at is not null`;
    if (!closed) return null;
    return { ...(await readSummary(sql, run.runId)), findings: await readFindings(sql, run.runId) };
  }

  async function compare(run: RunReference, sourceIsUnreachable: boolean): Promise<Comparison> {
    const recorded = await readLedger(run);
    // A complete read has already counted the source; gold is then counted row by row.
    const counts = await countWarehouse(sql, recorded.listed === null ? "rollup" : "rows");
    const accountedFor = counts.gold + counts.rejectedOnly + counts.duplicates;
    const { fullReadIsDue } = recorded;
    const proof = await readRunProof(run);
    const common = {
      proof,
      counts,
      fullReadIsDue,
      wasReadInFull: recorded.listed !== null,
      honoursUpdatedSince: recorded.honoursUpdatedSince ?? false,
    };
    if (recorded.listed !== null)
      return { ...common, sourceRecords: recorded.listed, unexplained: recorded.listed - accountedFor };
    if (proof?.verdict === "proved") {
      const sourceRecords = (await countKnownRecords(sql)) + counts.duplicates;
      return { ...common, sourceRecords, unexplained: sourceRecords - accountedFor };
    }
    if (proof && proof.openWindows > 0) return { ...common, sourceRecords: null, unexplained: null };
    const sourceRecords = sourceIsUnreachable ? null : await countSource(run, accountedFor, recorded);
    // A total that is known to be wrong is ignored until the next complete read is due.
    const isTrusted = recorded.difference === 0 || fullReadIsDue;
    const unexplained =
      sourceRecords === null ? null : unexplainedOf(sourceRecords, accountedFor, recorded.difference);
    return { ...common, sourceRecords, unexplained: unexplained && !isTrusted ? null : unexplained };
  }

  async function readRunProof(run: RunReference): Promise<RunProof | null> {
    const [proof] = await sql<RunProof[]>`
      select proofs.verdict, counts_up_to as "countsUpTo", count(window_no) as "openWindows",
             coalesce(sum(abs(difference_from - difference_to)), 0)::bigint as "openRecords"
      from ops.proofs
      left join ops.proof_windows as open_window
        on open_window.run_id = proofs.run_id and open_window.verdict in ('differs', 'reading', 'unsettled')
        and difference_from <> difference_to
      where proofs.run_id = ${run.runId} group by proofs.run_id`;
    return proof ?? null;
  }

  /** Whether the proof needs a complete read: too many differences, or counts that contradict the lists. */
  async function proofAsksForEverything(run: RunReference): Promise<boolean> {
    const { fullReadIsDue, listed } = await readLedger(run);
    return fullReadIsDue && listed === null && (await readRunProof(run))?.verdict === "read_in_full";
  }

  function checkCounts(run: RunReference): Promise<SourceCountCheck | null> {
    return checkSourceCounts(sql, run, probeForRun(dependencies, run), settings.SOURCE_PAGE_SIZE);
  }

  async function readLedger(run: RunReference): Promise<RecordedRun> {
    const [recorded] = await sql<RecordedRun[]>`
      select source_records as listed, coalesce(source_page_size, ${settings.SOURCE_PAGE_SIZE}) as "pageSize",
             count_difference as difference,
             count_difference = 0 or full_read_at < now() - ${FULL_READ_INTERVAL}::interval as "fullReadIsDue",
             source_honours_updated_since as "honoursUpdatedSince",
             coalesce((select max(max_updated_at) from ops.slices where run_id = ${run.runId}), watermark) as "readUpTo"
      from ops.runs cross join ops.warehouse_state where run_id = ${run.runId}`;
    if (!recorded) throw new Error(`Run ${run.runNumber} is not in the ledger.`);
    return recorded;
  }

  async function countSource(
    run: RunReference,
    accountedFor: number,
    { pageSize, readUpTo }: RecordedRun,
  ): Promise<number | null> {
    const probe = probeForRun(dependencies, run);
    const deadline = performance.now() + settings.ACTIVITY_TIME_BOX_MS;
    const counted = await countSourceRecords(probe, sql, {
      known: accountedFor,
      pageSize,
      readUpTo,
      deadline,
    });
    if (counted === accountedFor) return counted;
    // Count again before reporting a difference, this time from the number of records that bronze knows.
    const known = await countKnownRecords(sql);
    return countSourceRecords(probe, sql, { known, pageSize, readUpTo, deadline });
  }

  async function hasRead(run: RunReference): Promise<boolean> {
    const [recorded] = await sql`select from ops.runs where run_id = ${run.runId} and records_read > 0`;
    return recorded !== undefined;
  }

  async function checkRejects(run: RunReference, { gold, rejectedOnly }: WarehouseCounts): Promise<void> {
    const [counted] = await sql<{ rejected: number; versions: number }[]>`
      select rejected, (select coalesce(sum(versions), 0)::bigint from ops.batches where run_id = ${run.runId}) as versions
      from ops.runs where run_id = ${run.runId}`;
    const { rejected = 0, versions = 0 } = counted ?? {};
    const limit = settings.MAX_REJECTED_PERCENT;
    if (shareOf(rejected, versions) > limit) throw tooManyRejects(rejected, versions, limit);
    const records = gold + rejectedOnly;
    if (shareOf(rejectedOnly, records) > limit) throw tooManyRejects(rejectedOnly, records, limit);
  }
}

/** In percent. */
const shareOf = (rejected: number, all: number): number => (100 * rejected) / Math.max(all, MIN_SAMPLE);

/** A source with a capped count can count too few records, but never too many. */
function unexplainedOf(counted: number, accountedFor: number, knownDifference: number): number {
  if (knownDifference < 0) return Math.max(0, counted - accountedFor);
  return counted - accountedFor - knownDifference;
}

function findingsOf(
  { counts, sourceRecords, unexplained, proof, wasReadInFull }: Comparison,
  incomplete: string | null,
): Finding[] {
  const isBeingChecked =
    proof?.verdict === "being_checked" || (proof?.verdict === "read_in_full" && !wasReadInFull);
  const accountedFor = counts.gold + counts.rejectedOnly + counts.duplicates;
  const counted = proof?.countsUpTo ?? sourceRecords;
  const findings: (Finding | false)[] = [
    incomplete !== null && {
      code: "source_unavailable",
      severity: "gap",
      records: 0,
      recordIds: [],
      detail: incomplete,
      remedy: "The next run continues where this one stopped. If this persists, tell the source's owners.",
    },
    isBeingChecked && beingChecked(proof.openWindows, proof.openRecords),
    sourceRecords === null &&
      !isBeingChecked &&
      incomplete === null && {
        code: "not_counted",
        severity: "warning",
        records: 0,
        recordIds: [],
        detail: "The source could not be counted: it returns no total, or records change too fast.",
        remedy: `The next run counts again; ${pipelineCommand()} reconcile reads and compares everything.`,
      },
    unexplained !== null && unexplained !== 0
      ? {
          code: "count_differs",
          severity: "gap",
          records: Math.abs(unexplained),
          recordIds: [],
          detail: `The source counts ${sourceRecords} records; the warehouse accounts for ${accountedFor}.`,
          remedy: `A complete read finds the records: ${pipelineCommand()} reconcile, or wait for the next run.`,
        }
      : counted !== null && counted !== accountedFor && countFinding(counted, accountedFor),
  ];
  return findings.filter((finding) => finding !== false);
}

function outcomeOf(findings: readonly Finding[]): RunOutcome {
  const has = (severity: Finding["severity"]) => findings.some((finding) => finding.severity === severity);
  if (has("gap")) return "incomplete";
  return has("warning") ? "succeeded_with_findings" : "succeeded";
}

async function readSummary(sql: Sql | TransactionSql, runId: string): Promise<Omit<RunSummary, "findings">> {
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
