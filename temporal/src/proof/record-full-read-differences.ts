import type { TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";

/**
 * Records the differences that a complete read found, if a proof requested it: records that are gone, rolled back, listed twice, lost or
 * stale. Records that changed after the proof began are no differences.
 */
export async function recordFullReadDifferences(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`
    with proof as (
      select finished_at, high_water from ops.proofs where run_id = ${run.runId} and verdict = 'read_in_full'
    ), removed as (
      select record_key, case reason when 'gone' then 'gone' else 'rolled_back' end as kind
      from bronze.deletions cross join proof where run_id = ${run.runId}
    ), ingested as (
      select distinct on (version.record_key) version.record_key, version.version_id,
             before.version_id is null or exists (
               select from bronze.deletions as deletion
               where deletion.record_key = version.record_key and deletion.reason = 'gone'
                 and deletion.deleted_at > before.observed_at and deletion.deleted_at <= version.observed_at) as was_unknown
      from proof
      join bronze.fetches as request on request.run_id = ${run.runId} and request.requested_at >= proof.finished_at
      join bronze.enrichment_versions as version using (fetch_id)
      join bronze.enrichment_heads as head
        on head.record_key = version.record_key and head.deleted_at is null and head.updated_at < proof.high_water
      left join bronze.enrichment_versions as before on before.version_id = version.previous_version_id
      where not exists (select from ops.duplicates as duplicate where duplicate.record_key = version.record_key)
        and not exists (select from removed where removed.record_key = version.record_key)
      order by version.record_key, version.version_id
    )
    insert into ops.differences (run_id, record_key, kind, version_id)
    select ${run.runId}::uuid, record_key, kind, null from removed
    union all
    select distinct ${run.runId}::uuid, record_key, 'listed_twice', null::bigint
    from ops.duplicates cross join proof where run_id = ${run.runId}
    union all
    select ${run.runId}::uuid, record_key, case when was_unknown then 'lost' else 'stale' end, version_id from ingested
    on conflict do nothing`;
}
