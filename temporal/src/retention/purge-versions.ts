import type { TransactionSql } from "postgres";
import { disableTableScans } from "../ledger/disable-table-scans.ts";
import type { PurgePosition, PurgeStep } from "./purge-ledger.ts";

/** Versions looked at in one transaction: some tenths of a second, during which a reset waits. */
const MAX_VERSIONS = 5_000;

/**
 * Deletes the versions that the next batches superseded. An old version is found by the version that superseded it, if that one is
 * older than the cutoff too. Processing batch by batch finds all of them and reads only their records.
 *
 * Of a record's old versions these stay: its head, what gold shows, the state that was known at the cutoff, and a reject
 * until the version that resolved it is old. A request goes with the last version it brought. A batch that is pending, or
 * younger than the cutoff, ends the search.
 *
 * @returns null when no batch is due.
 */
export async function purgeVersions(
  sql: TransactionSql,
  { cutoff, ...position }: PurgePosition,
): Promise<PurgeStep | null> {
  const batches = await takeBatches(sql, cutoff, position.throughBatchId);
  const last = batches.at(-1);
  if (last === undefined) return null;
  await disableTableScans(sql);
  const [deleted] = await sql<{ versions: number; fetch_ids: number[] }[]>`
    with due as materialized (
      select distinct version.record_key
      from ops.batches as batch
      join bronze.enrichment_versions as version
        on version.version_id between batch.first_version_id and batch.last_version_id
        and version.batch_id = batch.batch_id
      where batch.batch_id = any(${batches})
    ), past as materialized (
      select version.version_id, version.record_key, version.fetch_id,
             reject.version_id is null as good, reject.resolved_by_version_id,
             case when reject.version_id is null then (version.payload ->> 'updated_at')::timestamptz end as updated_at,
             (select min(deleted_at) from bronze.deletions as deletion
              where deletion.record_key = version.record_key and deletion.deleted_at > version.observed_at) as gone_at
      from due
      join bronze.enrichment_versions as version using (record_key)
      join ops.batches as batch using (batch_id)
      left join ops.rejected_records as reject using (version_id)
      where batch.batch_id <= ${last} and batch.transformed_at is not null
    ), newest_good as materialized (
      select distinct on (record_key) version_id from past
      where good
      -- A record that comes back after a deletion begins anew, whatever it was before.
      order by record_key, gone_at desc nulls first, updated_at desc, version_id desc
    ), superseded as materialized (
      select version_id, fetch_id from past
      where (good or resolved_by_version_id in (select version_id from past))
        and version_id not in (select version_id from newest_good)
        and not exists (select from bronze.enrichment_heads as head
                        where head.record_key = past.record_key and head.version_id = past.version_id)
        and not exists (select from gold.enrichments as gold
                        where gold.id_enriquecimento = past.record_key and gold.id_versao_bronze = past.version_id)
    ), deleted_rejects as (
      delete from ops.rejected_records as reject using superseded where reject.version_id = superseded.version_id
    ), deleted as (
      delete from bronze.enrichment_versions as version using superseded
      where version.version_id = superseded.version_id
      returning version.fetch_id
    )
    select count(*) as versions, coalesce(array_agg(distinct fetch_id), '{}') as fetch_ids from deleted`;
  if (!deleted) throw new Error("The statement that purges versions returned no row.");
  const fetches = await sql`
    delete from bronze.fetches as request using ops.runs as run
    where request.fetch_id = any(${deleted.fetch_ids}::bigint[])
      and run.run_id = request.run_id and run.finished_at < ${cutoff}
      and not exists (select from bronze.enrichment_versions as version where version.fetch_id = request.fetch_id)`;
  return { ...position, throughBatchId: last, versions: deleted.versions, fetches: fetches.count };
}

async function takeBatches(sql: TransactionSql, cutoff: Date, after: number): Promise<number[]> {
  const next = await sql<{ batch_id: number; versions: number; due: boolean }[]>`
    select batch_id, versions, committed_at < ${cutoff} and transformed_at is not null as due
    from ops.batches where batch_id > ${after} order by batch_id limit 1000`;
  const taken: number[] = [];
  let versions = 0;
  for (const batch of next) {
    versions += batch.versions;
    if (!batch.due || (taken.length > 0 && versions > MAX_VERSIONS)) break;
    taken.push(batch.batch_id);
  }
  return taken;
}
