import type { Version } from "../schemas/version.ts";
import type { Snapshot } from "./snapshot.ts";

/** More versions than a job can have states, and few enough to read in one go. */
export const MAX_VERSIONS = 200;

/** A row with what its two addresses in the Temporal Web UI are made of. */
export type VersionRow = Omit<Version, "in_gold" | "fetch_workflow_url" | "run_workflow_url"> & {
  workflow_id: string | null;
  workflow_run_id: string | null;
  run_workflow_id: string | null;
};

export interface RecordHead {
  dw_ingested_at: Date;
  dw_updated_at: Date;
  deleted_at: Date | null;
}

/** When bronze first and last saw a record change; undefined when it never saw it. */
export async function readRecordHead(sql: Snapshot, recordKey: string): Promise<RecordHead | undefined> {
  const [head] = await sql<RecordHead[]>`
    select dw_ingested_at, dw_updated_at, deleted_at from bronze.enrichment_heads where record_key = ${recordKey}`;
  return head;
}

/** The newest versions of a record, newest first, at most `MAX_VERSIONS`. */
export const readRecordHistory = (sql: Snapshot, recordKey: string) => sql<VersionRow[]>`
  with recursive chain as (
    select versions.*, 1 as age
    from bronze.enrichment_heads
    join bronze.enrichment_versions as versions using (version_id)
    where enrichment_heads.record_key = ${recordKey}
    union all
    select older.*, newer.age + 1
    from chain as newer
    join bronze.enrichment_versions as older on older.version_id = newer.previous_version_id
    where newer.age < ${MAX_VERSIONS}
  )
  select
    chain.version_id, previous_version_id, observed_at, chain.payload::text as payload,
    committed_at, transformed_at,
    rule, field, rejected_at, resolved_at,
    fetches.fetch_id, request, http_status, requested_at, duration_ms, activity_type, attempt,
    fetches.workflow_id, fetches.workflow_run_id,
    runs.run_id, run_number, runs.workflow_id as run_workflow_id
  from chain
  left join ops.batches using (batch_id)
  left join ops.rejected_records using (version_id)
  left join bronze.fetches on fetches.fetch_id = chain.fetch_id
  left join ops.runs on runs.run_id = fetches.run_id
  order by age`;
