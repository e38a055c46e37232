import type { HealthInputs } from "@enrichment-monitor/warehouse/pipeline-health";
import type { Snapshot } from "../sql/snapshot.ts";
import { readFindings } from "./findings.ts";

type FinishedRun = NonNullable<HealthInputs["finishedRun"]>;
type OpenRun = NonNullable<HealthInputs["openRun"]>;

/** What the database knows of the inputs of the pipeline's health. */
export async function readHealthInputs(sql: Snapshot) {
  const [{ lastScheduledStart, open, gold }] = await sql<
    [{ lastScheduledStart: Date | null; open: number; gold: number }]
  >`
    select
      (select started_at from ops.runs where trigger = 'schedule' order by run_number desc limit 1)
        as "lastScheduledStart",
      (select count(distinct record_key) from ops.rejected_records where resolved_at is null) as open,
      (select coalesce(sum(total_enriquecimentos), 0)::bigint from gold.enrichments_by_day where id_workspace is null)
        as gold`;
  return {
    lastScheduledStart,
    rejects: { open, gold },
    finishedRun: await readFinishedRun(sql),
    openRun: await readOpenRun(sql),
  };
}

async function readFinishedRun(sql: Snapshot): Promise<FinishedRun | null> {
  const [run] = await sql<(Omit<FinishedRun, "findings"> & { runId: string })[]>`
    select run_id as "runId", run_number as "runNumber", started_at as "startedAt", outcome, error
    from ops.runs where finished_at is not null order by run_number desc limit 1`;
  return run ? { ...run, findings: await readFindings(sql, run.runId) } : null;
}

async function readOpenRun(sql: Snapshot): Promise<OpenRun | null> {
  const [run] = await sql<OpenRun[]>`
    select run_number as "runNumber", started_at as "startedAt", wait_until as "waitUntil", wait_reason as "waitReason",
           greatest(
             last_progress_at,
             (select max(greatest(committed_at, transformed_at)) from ops.batches where batches.run_id = runs.run_id)
           ) as "lastProgressAt"
    from ops.runs where finished_at is null order by run_number desc limit 1`;
  return run ?? null;
}
