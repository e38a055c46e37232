import type { HealthInputs } from "@enrichment-monitor/warehouse/pipeline-health";
import { readTemporalState } from "@enrichment-monitor/warehouse/temporal-state";
import { readFindings } from "../ledger/findings.ts";
import type { Session } from "./session.ts";

/** The inputs of the pipeline's health. */
export async function readHealthInputs({ temporal, sql, config }: Session) {
  const [temporalState, finishedRun, openRun, ledger] = await Promise.all([
    readTemporalState(temporal),
    readFinishedRun(sql),
    readOpenRun(sql),
    readLedger(sql),
  ]);
  return {
    now: new Date(),
    intervalMs: config.SCHEDULE_INTERVAL_MINUTES * 60_000,
    temporal: temporalState,
    lastScheduledStart: ledger.lastScheduledStart,
    finishedRun,
    openRun,
    rejects: { open: ledger.rejects, gold: ledger.gold, limitPercent: config.MAX_REJECTED_PERCENT },
  } satisfies HealthInputs;
}

async function readFinishedRun(sql: Session["sql"]): Promise<HealthInputs["finishedRun"]> {
  const [run] = await sql<(Omit<NonNullable<HealthInputs["finishedRun"]>, "findings"> & { runId: string })[]>`
    select run_id as "runId", run_number as "runNumber", started_at as "startedAt", outcome, error from ops.runs
    where finished_at is not null order by run_number desc limit 1`;
  if (!run) return null;
  const { runId, ...finished } = run;
  return { ...finished, findings: await readFindings(sql, runId) };
}

async function readOpenRun(sql: Session["sql"]): Promise<HealthInputs["openRun"]> {
  const [run] = await sql<NonNullable<HealthInputs["openRun"]>[]>`
    select run_number as "runNumber", started_at as "startedAt", wait_until as "waitUntil", wait_reason as "waitReason",
           greatest(last_progress_at, (select max(greatest(committed_at, transformed_at)) from ops.batches
                                       where batches.run_id = runs.run_id)) as "lastProgressAt"
    from ops.runs where finished_at is null order by run_number desc limit 1`;
  return run ?? null;
}

async function readLedger(
  sql: Session["sql"],
): Promise<{ lastScheduledStart: Date | null; rejects: number; gold: number }> {
  const [ledger] = await sql<{ lastScheduledStart: Date | null; rejects: number; gold: number }[]>`
    select (select started_at from ops.runs where trigger = 'schedule' order by run_number desc limit 1)
             as "lastScheduledStart",
           (select count(distinct record_key) from ops.rejected_records where resolved_at is null) as rejects,
           (select count(*) from gold.enrichments) as gold`;
  return ledger ?? { lastScheduledStart: null, rejects: 0, gold: 0 };
}
