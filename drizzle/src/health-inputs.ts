import type { ISql } from "postgres";
import type { FinishedRun, OpenRun } from "./pipeline-health.ts";

/** A client of the warehouse, or a transaction of one. */
type Reader = ISql<{ bigint: number }>;

/** What the warehouse knows of the inputs of the pipeline's health. */
export async function readHealthInputs(sql: Reader) {
  const [facts, finishedRun, openRun] = await Promise.all([
    readFacts(sql),
    readFinishedRun(sql),
    readOpenRun(sql),
  ]);
  const { lastScheduledStart, open, gold } = facts;
  return { lastScheduledStart, rejects: { open, gold }, finishedRun, openRun };
}

interface Facts {
  lastScheduledStart: Date | null;
  open: number;
  gold: number;
}

async function readFacts(sql: Reader): Promise<Facts> {
  const [facts] = await sql<[Facts]>`
    select
      (select started_at from ops.runs where trigger = 'schedule' order by run_number desc limit 1)
        as "lastScheduledStart",
      (select count(distinct record_key) from ops.rejected_records where resolved_at is null) as open,
      (select coalesce(sum(total_enriquecimentos), 0)::bigint from gold.enrichments_by_day where id_workspace is null)
        as gold`;
  return facts;
}

async function readFinishedRun(sql: Reader): Promise<FinishedRun | null> {
  const [run] = await sql<(Omit<FinishedRun, "findings"> & { runId: string })[]>`
    select run_id as "runId", run_number as "runNumber", started_at as "startedAt", outcome, error
    from ops.runs where finished_at is not null order by run_number desc limit 1`;
  if (!run) return null;
  const { runId, ...finished } = run;
  return { ...finished, findings: await readFindings(sql, runId) };
}

/** With what `status --json` prints of them. */
const readFindings = (sql: Reader, runId: string) => sql<FinishedRun["findings"][number][]>`
  select code, severity, records, record_ids as "recordIds", detail, remedy
  from ops.findings
  where run_id = ${runId}
  order by array_position('{gap,warning,notice}', severity), records desc, code`;

async function readOpenRun(sql: Reader): Promise<OpenRun | null> {
  const [run] = await sql<OpenRun[]>`
    select run_number as "runNumber", started_at as "startedAt", wait_until as "waitUntil", wait_reason as "waitReason",
           greatest(
             last_progress_at,
             (select max(greatest(committed_at, transformed_at)) from ops.batches where batches.run_id = runs.run_id)
           ) as "lastProgressAt"
    from ops.runs where finished_at is null order by run_number desc limit 1`;
  return run ?? null;
}
