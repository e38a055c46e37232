import type { PendingQuery, Row, TransactionSql } from "postgres";

/** Counts of a pass over the whole source. */
export interface PassFigures {
  /** Distinct records. */
  records: number;
  /** Entries, duplicates included. */
  entries: number;
  /** Records that the previous complete pass saw and this one did not; null for the first pass. */
  vanished: number | null;
  /** Records in bronze that are not deleted, and those of them that this pass did not see. */
  live: number;
  missing: number;
}

/** The number of a complete pass. The incremental read of the same run does not count as a pass. */
export interface Pass {
  pass: number;
  isFirst: boolean;
  isLast: boolean;
}

export async function readPass(
  sql: TransactionSql,
  runId: string,
  { pass, isFirst }: Pass,
): Promise<PassFigures> {
  const [figures] = await sql<PassFigures[]>`
    with met as (
      select record_key, sum(copies) as copies from ops.sightings
      where run_id = ${runId} and pass = ${pass} group by record_key
    )
    select (select count(*) from met) as records,
           (select coalesce(sum(copies), 0)::bigint from met) as entries,
           case when not ${isFirst}::boolean then (
             select count(distinct record_key) from ops.sightings as sighting
             where run_id = ${runId} and pass = ${pass} - 1
               and not exists (select from met where met.record_key = sighting.record_key)) end as vanished,
           (select count(*) from bronze.enrichment_heads where deleted_at is null) as live,
           (select count(*) from bronze.enrichment_heads as head where deleted_at is null
              and not exists (select from met where met.record_key = head.record_key)) as missing`;
  if (!figures) throw new Error("The statement that counts a pass returned no row.");
  return figures;
}

/** A number of records and the ids of the first ones. */
export interface SomeRecords {
  records: number;
  recordIds: string[];
}

/**
 * Marks records as deleted: they leave gold and the open rejects.
 *
 * @param isGone a condition on `head`, a row of bronze.enrichment_heads
 */
export async function markDeleted(
  sql: TransactionSql,
  runId: string,
  isGone: PendingQuery<Row[]>,
  mostIds: number,
): Promise<SomeRecords> {
  const [marked] = await sql<SomeRecords[]>`
    with marked as (
      update bronze.enrichment_heads as head set deleted_at = now()
      where deleted_at is null and ${isGone}
      returning record_key
    ), recorded as (
      insert into bronze.deletions (record_key, deleted_at, run_id)
      select record_key, now(), ${runId}::uuid from marked
    ), removed as (
      delete from gold.enrichments using marked where id_enriquecimento = marked.record_key
    ), resolved as (
      update ops.rejected_records as reject set resolved_at = now()
      from marked where reject.record_key = marked.record_key and reject.resolved_at is null
    )
    select count(*) as records,
           array(select record_key::text from marked order by record_key limit ${mostIds}) as "recordIds" from marked`;
  return marked ?? { records: 0, recordIds: [] };
}

/** Records that no pass of the run saw, as a condition on `head`. */
export const seenInNoPass = (sql: TransactionSql, runId: string) => sql`
  not exists (select from ops.sightings where run_id = ${runId} and record_key = head.record_key)`;

/**
 * Applies rollbacks: records that the source lists in an older state than gold, as after a restore. Earlier observations no longer
 * count, and the listed state is transformed again.
 *
 * @param keys a query of the records that the source lists as bronze has them, and not with a newer time
 */
export async function applyRollbacks(
  sql: TransactionSql,
  runId: string,
  keys: PendingQuery<Row[]>,
  mostIds: number,
): Promise<SomeRecords> {
  const [followed] = await sql<SomeRecords[]>`
    with rolled_back as materialized (
      select head.record_key, version.batch_id, version.observed_at
      from bronze.enrichment_heads as head
      join bronze.enrichment_versions as version on version.version_id = head.version_id
      left join gold.enrichments as gold on gold.id_enriquecimento = head.record_key
      where head.record_key in (${keys})
        and version.previous_version_id is not null and gold.id_versao_bronze is distinct from head.version_id
        and not exists (select from ops.rejected_records as reject where reject.version_id = head.version_id)
        -- The newer state may still be on its way to gold, so bronze is asked.
        and exists (
          select from bronze.enrichment_versions as earlier
          cross join lateral (
            select json_typeof(earlier.payload) = 'object' and bronze.readable(earlier.payload) as readable offset 0
          ) as safe
          where earlier.record_key = head.record_key and earlier.version_id < head.version_id
            and gold.data_hora(case when safe.readable then earlier.payload ->> 'updated_at' end) > head.updated_at
            and not exists (select from ops.rejected_records as reject where reject.version_id = earlier.version_id)
            and not exists (select from bronze.deletions as deletion
                            where deletion.record_key = head.record_key and deletion.deleted_at > earlier.observed_at))
    ), recorded as (
      insert into bronze.deletions (record_key, deleted_at, run_id, reason)
      select record_key, observed_at, ${runId}::uuid, 'rolled_back' from rolled_back
      on conflict do nothing
    ), removed as (
      delete from gold.enrichments using rolled_back where id_enriquecimento = rolled_back.record_key
    ), pending as (
      update ops.batches set transformed_at = null where batch_id in (select batch_id from rolled_back)
    )
    select count(*) as records,
           array(select record_key::text from rolled_back order by record_key limit ${mostIds}) as "recordIds"
    from rolled_back`;
  return followed ?? { records: 0, recordIds: [] };
}

/** Records that the pass saw in the state of bronze, and not also with a newer time. Earlier passes may be outdated by a rollback. */
export const seenUnchanged = (sql: TransactionSql, runId: string, pass: number) => sql`
  select sighting.record_key
  from ops.sightings as sighting
  join bronze.enrichment_heads as met
    on met.record_key = sighting.record_key and met.content_hash = sighting.content_hash
  where sighting.run_id = ${runId} and sighting.pass = ${pass}
    and not exists (select from ops.sightings as newer
                    where newer.run_id = ${runId} and newer.pass = ${pass} and newer.record_key = sighting.record_key
                      and newer.updated_at > sighting.updated_at)`;

/** Corrects damaged values of `updated_at` in bronze's heads. */
export async function correctTimes(sql: TransactionSql, runId: string, pass: number): Promise<void> {
  await sql`
    update bronze.enrichment_heads as head set updated_at = sighting.updated_at
    from ops.sightings as sighting
    where sighting.run_id = ${runId} and sighting.pass = ${pass} and sighting.record_key = head.record_key
      and sighting.content_hash = head.content_hash and sighting.updated_at is not null
      and head.updated_at is distinct from sighting.updated_at`;
}

/** Requeues records that are missing from gold although their newest version is valid. */
export async function requeueLostFromGold(sql: TransactionSql): Promise<void> {
  await sql`
    update ops.batches set transformed_at = null
    where transformed_at is not null and batch_id in (
      select version.batch_id
      from bronze.enrichment_heads as head
      join bronze.enrichment_versions as version on version.version_id = head.version_id
      where head.deleted_at is null
        and not exists (select from gold.enrichments where id_enriquecimento = head.record_key)
        and not exists (select from ops.rejected_records as reject where reject.version_id = head.version_id))`;
}

/**
 * Replaces the known duplicate entries by those that this pass saw and, after the first pass, the previous one too. The newest
 * entry of a record is its current one.
 *
 * @returns the records, the number of duplicate entries, and whether a record's current entry was not ingested because it had been a
 * known duplicate: then another pass has to ingest it.
 */
export async function replaceDuplicates(
  sql: TransactionSql,
  runId: string,
  { pass, isFirst }: Pass,
  mostIds: number,
): Promise<SomeRecords & { superfluous: number; ownIsMissing: boolean }> {
  const [found] = await sql<(SomeRecords & { superfluous: number; ownIsMissing: boolean })[]>`
    with entries as materialized (
      select sighting.record_key, sighting.content_hash, sighting.updated_at, copies,
             sighting.content_hash = head.content_hash as is_head,
             row_number() over (partition by sighting.record_key
                                order by sighting.updated_at desc nulls last, (sighting.content_hash = head.content_hash) desc,
                                         sighting.content_hash) as rank,
             count(*) over (partition by sighting.record_key) > 1 or copies > 1 as listed_twice
      from ops.sightings as sighting
      join bronze.enrichment_heads as head using (record_key)
      where run_id = ${runId} and pass = ${pass}
        and (${isFirst}::boolean
             or exists (select from ops.sightings as before
                        where before.run_id = ${runId} and before.pass = ${pass} - 1
                          and before.record_key = sighting.record_key and before.content_hash = sighting.content_hash))
    ), superfluous as materialized (
      select record_key, content_hash, updated_at, copies - (rank = 1)::integer as copies from entries
      where listed_twice and copies > (rank = 1)::integer
    ), forgotten as (
      delete from ops.duplicates as duplicate
      where not exists (select from superfluous
                        where superfluous.record_key = duplicate.record_key
                          and superfluous.content_hash = duplicate.content_hash)
      returning duplicate.record_key, duplicate.content_hash
    ), noted as (
      insert into ops.duplicates (record_key, content_hash, updated_at, copies, run_id)
      select record_key, content_hash, updated_at, copies, ${runId}::uuid from superfluous
      on conflict (record_key, content_hash) do update set copies = excluded.copies
    )
    select (select count(distinct record_key) from superfluous) as records,
           (select coalesce(sum(copies), 0)::bigint from superfluous) as superfluous,
           array(select distinct record_key::text from superfluous order by 1 limit ${mostIds}) as "recordIds",
           exists (select from forgotten join entries using (record_key, content_hash)
                   where rank = 1 and not is_head) as "ownIsMissing"`;
  if (!found) throw new Error("The statement that replaces duplicates returned no row.");
  return found;
}

/** Deletes all known duplicates: the source lists none. */
export async function forgetDuplicates(sql: TransactionSql): Promise<void> {
  await sql`delete from ops.duplicates`;
}
