import type { Version } from "../schemas/version.ts";
import type { Snapshot } from "../sql/snapshot.ts";

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
    select dw_ingested_at, dw_updated_at, deleted_at
    from gold.enrichments_lineage where id_enriquecimento = ${recordKey} limit 1`;
  return head;
}

/** The newest versions of a record, newest first, at most `MAX_VERSIONS`. */
export const readRecordHistory = (sql: Snapshot, recordKey: string) => sql<VersionRow[]>`
  select
    id_versao_bronze as version_id, previous_version_id, observed_at, payload::text as payload,
    committed_at, transformed_at, rule, field, rejected_at, resolved_at,
    fetch_id, request, http_status, requested_at, duration_ms, activity_type, attempt,
    workflow_id, workflow_run_id, run_id, run_number, run_workflow_id
  from gold.enrichments_lineage
  where id_enriquecimento = ${recordKey}
  order by observed_at desc, id_versao_bronze desc
  limit ${MAX_VERSIONS}`;
