import type { TransactionSql } from "postgres";
import { applyRollbacks, markDeleted } from "../bronze/full-read.ts";
import { MAX_IDS } from "../ledger/findings.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { isListedInWindow, readWindowsQuery } from "./listed-entries.ts";
import { type Span, secondAfter, wholeSecond } from "./span.ts";

/**
 * Resolves confirmed windows. Reading them has already ingested lost and stale records. This marks records that are gone as deleted, applies
 * rollbacks, updates the known duplicates, and records all differences.
 *
 * @param confirmed numbers of the windows for which the source counts as many entries as it listed
 * @returns spans to read next: seconds in which a record may have another entry, or its current one must be read again
 */
export async function resolveWindows(
  sql: TransactionSql,
  run: RunReference,
  confirmed: readonly number[],
  excludesUpdatedSince: boolean,
): Promise<Span[]> {
  await createResolved(sql, run, confirmed, excludesUpdatedSince);
  await createListed(sql, run);
  await createIngested(sql, run);
  await correctHeadTimes(sql);
  const notIngested = await recordDuplicates(sql, run);
  await markGone(sql, run);
  const earlierTimes = await resolveMoved(sql, run);
  await recordLostAndChanged(sql, run);
  const seconds = new Set([...notIngested, ...earlierTimes].map((at) => wholeSecond(at).getTime()));
  return [...seconds].map((second) => ({ from: new Date(second), to: secondAfter(new Date(second)) }));
}

/** Windows that are resolved now (`is_new`) or were earlier in this run. */
async function createResolved(
  sql: TransactionSql,
  run: RunReference,
  confirmed: readonly number[],
  excludesUpdatedSince: boolean,
): Promise<void> {
  await sql`
    create temporary table resolved on commit drop as
    select window_no, pass, lo, hi, window_no = any(${confirmed as number[]}) as is_new
    from (${readWindowsQuery(sql, run, excludesUpdatedSince)}) as window_read
    where window_no = any(${confirmed as number[]}) or verdict in ('healed', 'equal')`;
}

/** Entries that the source listed in these windows. */
async function createListed(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`
    create temporary table listed on commit drop as
    select distinct on (record_key, content_hash)
           sighting.record_key, sighting.content_hash, sighting.updated_at, sighting.copies,
           window_read.window_no, window_read.is_new
    from resolved as window_read
    join ops.sightings as sighting on ${isListedInWindow(sql, run)}
    order by record_key, content_hash, window_read.pass desc`;
}

/**
 * Records of which reading a window ingested a version. `earlier_head_at` is the time of their head when the proof began; null: bronze did
 * not know the record (`was_unknown`), or the time was unreadable.
 */
async function createIngested(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`
    create temporary table ingested on commit drop as
    select distinct on (version.record_key) version.record_key, version.version_id, version.previous_version_id,
           case when before.version_id is not null and deletion.record_key is null
                then gold.data_hora(case when json_typeof(before.payload) = 'object' and bronze.readable(before.payload)
                                         then before.payload ->> 'updated_at' end) end as earlier_head_at,
           before.version_id is null or deletion.record_key is not null as was_unknown
    from bronze.fetches as request
    join bronze.enrichment_versions as version using (fetch_id)
    left join bronze.enrichment_versions as before on before.version_id = version.previous_version_id
    left join lateral (
      select record_key from bronze.deletions
      where deletions.record_key = version.record_key and deletions.reason = 'gone'
        and deletions.deleted_at > before.observed_at and deletions.deleted_at <= version.observed_at limit 1) as deletion on true
    where request.run_id = ${run.runId} and request.activity_type = 'readWindow'
    order by version.record_key, version.version_id`;
}

/** Corrects damaged values of `updated_at` in bronze's heads. */
async function correctHeadTimes(sql: TransactionSql): Promise<void> {
  await sql`
    update bronze.enrichment_heads as head set updated_at = listed.updated_at
    from listed
    where head.record_key = listed.record_key and head.content_hash = listed.content_hash
      and head.updated_at is distinct from listed.updated_at`;
}

/**
 * Updates the known duplicates. The newest entry of a record is its current one; the others are duplicates, which later counts include.
 * @returns the times of current entries that are not the head in bronze: they must be read again
 */
async function recordDuplicates(sql: TransactionSql, run: RunReference): Promise<Date[]> {
  const notIngested = await sql<{ at: Date }[]>`
    with ranked as (
      select listed.*, row_number() over (
               partition by record_key order by listed.updated_at desc nulls last,
               (head.content_hash = listed.content_hash) desc, listed.content_hash) as rank,
             head.content_hash as head_hash,
             -- The current entry is in a window that was not read.
             head.updated_at > max(listed.updated_at) over (partition by record_key)
               and not exists (select from resolved where head.updated_at >= lo and head.updated_at < hi) as current_is_elsewhere
      from listed left join bronze.enrichment_heads as head using (record_key)
    ), superfluous as (
      select ranked.*, ranked.copies - (rank = 1 and not current_is_elsewhere)::integer as superfluous_copies from ranked
      where copies > (rank = 1 and not current_is_elsewhere)::integer
        and (not coalesce(current_is_elsewhere, false)
             or exists (select from ops.duplicates as duplicate
                        where duplicate.record_key = ranked.record_key and duplicate.content_hash = ranked.content_hash))
    ), forgotten as (
      delete from ops.duplicates as duplicate
      using resolved
      where duplicate.updated_at >= lo and duplicate.updated_at < hi
        and not exists (select from superfluous
                        where superfluous.record_key = duplicate.record_key
                          and superfluous.content_hash = duplicate.content_hash)
      returning duplicate.record_key, duplicate.content_hash
    ), saved as (
      insert into ops.duplicates (record_key, content_hash, updated_at, copies, run_id)
      select record_key, content_hash, updated_at, superfluous_copies, ${run.runId}::uuid from superfluous
      on conflict (record_key, content_hash) do update
      set copies = excluded.copies, updated_at = excluded.updated_at
      returning record_key
    ), recorded as (
      insert into ops.differences (run_id, record_key, kind, window_no, version_id)
      select distinct on (record_key) ${run.runId}::uuid, record_key, 'listed_twice', window_no, null::bigint
      from superfluous
      where not exists (select from ops.duplicates as known where known.record_key = superfluous.record_key)
      on conflict do nothing
    )
    select distinct ranked.updated_at as at from ranked
    where rank = 1 and ranked.updated_at is not null and not coalesce(current_is_elsewhere, false)
      and (exists (select from superfluous where superfluous.record_key = ranked.record_key) and head_hash <> content_hash
           or exists (select from forgotten where forgotten.record_key = ranked.record_key
                      and forgotten.content_hash = ranked.content_hash and head_hash is distinct from ranked.content_hash))`;
  return notIngested.map(({ at }) => at);
}

async function markGone(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`
    create temporary table gone on commit drop as
    select head.record_key, resolved.window_no
    from resolved
    join bronze.enrichment_heads as head on head.updated_at >= lo and head.updated_at < hi
    where resolved.is_new and head.deleted_at is null
      and not exists (select from listed where listed.record_key = head.record_key)`;
  const marked = await markDeleted(
    sql,
    run.runId,
    sql`head.record_key in (select record_key from gone)`,
    MAX_IDS,
  );
  await incrementDataVersion(sql, marked.records);
  await sql`update ops.runs set deleted = deleted + ${marked.records} where run_id = ${run.runId}`;
  await sql`
    insert into ops.differences (run_id, record_key, kind, window_no)
    select ${run.runId}::uuid, record_key, 'gone', window_no from gone on conflict do nothing`;
}

/**
 * Resolves records that are listed with another time than bronze had. If a window at the earlier time was read and does not list them, they
 * were updated, or rolled back if the listed time is the older one.
 *
 * @returns the earlier times at which no window was read yet
 */
async function resolveMoved(sql: TransactionSql, run: RunReference): Promise<Date[]> {
  await sql`
    create temporary table moved on commit drop as
    select ingested.record_key, ingested.earlier_head_at as at, listed.window_no,
           ingested.earlier_head_at > head.updated_at as is_older,
           exists (select from resolved where earlier_head_at >= lo and earlier_head_at < hi) as was_read
    from ingested
    join bronze.enrichment_heads as head using (record_key)
    join listed on listed.record_key = head.record_key and listed.content_hash = head.content_hash
    join resolved on resolved.window_no = listed.window_no and resolved.hi <> 'infinity'
    where head.deleted_at is null and head.updated_at <> ingested.earlier_head_at
      and not exists (select from ops.duplicates as duplicate where duplicate.record_key = ingested.record_key)`;
  const rolledBack = await applyRollbacks(
    sql,
    run.runId,
    sql`select record_key from moved where was_read and is_older`,
    MAX_IDS,
  );
  await incrementDataVersion(sql, rolledBack.records);
  await sql`
    insert into ops.differences (run_id, record_key, kind, window_no, version_id)
    select ${run.runId}::uuid, record_key, case when is_older then 'rolled_back' else 'stale' end, window_no, head.version_id
    from moved join bronze.enrichment_heads as head using (record_key) where was_read
    on conflict do nothing`;
  const unread = await sql<{ at: Date }[]>`select distinct at from moved where not was_read`;
  return unread.map(({ at }) => at);
}

/** Records the differences of records that were unknown, or whose content changed under the same time. */
async function recordLostAndChanged(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`
    insert into ops.differences (run_id, record_key, kind, window_no, version_id)
    select ${run.runId}::uuid, ingested.record_key, case when ingested.was_unknown then 'lost' else 'changed' end,
           listed.window_no, head.version_id
    from ingested
    join bronze.enrichment_heads as head using (record_key)
    join listed on listed.record_key = head.record_key and listed.content_hash = head.content_hash
    -- A record in the last window appeared during the proof: it is no difference.
    join resolved on resolved.window_no = listed.window_no and resolved.hi <> 'infinity'
    where coalesce(ingested.earlier_head_at, head.updated_at) is not distinct from head.updated_at
      and not exists (select from ops.differences as known
                      where known.run_id = ${run.runId} and known.record_key = ingested.record_key)
    on conflict do nothing`;
}

/** Readers cache answers by this version. */
async function incrementDataVersion(sql: TransactionSql, records: number): Promise<void> {
  if (records > 0) await sql`update ops.warehouse_state set data_version = data_version + 1`;
}
