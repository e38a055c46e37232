import type { TransactionSql } from "postgres";
import { applyRollbacks, markDeleted } from "../bronze/full-read.ts";
import { MAX_IDS } from "../ledger/findings.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { boundShift, type Span, secondAfter, wholeSecond } from "./bounds.ts";

/** A window that has been read, by what the source listed there. */
export interface ReadWindow {
  windowNo: number;
  /** Entries, those that list a record twice included. */
  listed: number;
  /** Records that bronze has there and the source did not list. */
  unlisted: number;
}

/**
 * Per window of the run: where it lies, and the pass that read it. The entries that the source listed there are those of this
 * pass. An unreadable time stands in the first window.
 */
const windowsRead = (sql: TransactionSql, run: RunReference, excludesUpdatedSince: boolean) => {
  const shift = boundShift(sql, excludesUpdatedSince);
  return sql`
    select proof_window.window_no, proof_window.verdict, slice.pass,
           coalesce(proof_window.from_at + ${shift}, '-infinity') as lo,
           coalesce(proof_window.to_at + ${shift}, 'infinity') as hi
    from ops.proof_windows as proof_window
    join ops.slices as slice using (run_id, slice_no)
    where run_id = ${run.runId} and slice.finished_at is not null`;
};

export const countListed = (
  sql: TransactionSql,
  run: RunReference,
  excludesUpdatedSince: boolean,
): Promise<ReadWindow[]> =>
  sql<ReadWindow[]>`
    with read as (${windowsRead(sql, run, excludesUpdatedSince)})
    select window_no as "windowNo",
           (select coalesce(sum(copies), 0)::bigint from ops.sightings as sighting
            where run_id = ${run.runId} and sighting.pass = read.pass
              and coalesce(sighting.updated_at, '-infinity') >= lo and coalesce(sighting.updated_at, '-infinity') < hi) as listed,
           (select count(*) from bronze.enrichment_heads as head
            where deleted_at is null and head.updated_at >= lo and head.updated_at < hi
              and not exists (select from ops.sightings as sighting
                              where run_id = ${run.runId} and sighting.pass = read.pass
                                and sighting.record_key = head.record_key)) as unlisted
    from read where verdict = 'reading' order by window_no`;

/** What settling came to. */
export interface Settled {
  /** Spans to be read next: a record's earlier time, or its own entry again. */
  toRead: Span[];
}

/**
 * Settles windows whose entries are as many as the source counts there: marks what is gone, follows what was rolled back, and
 * notes what is listed twice. What was lost or stale is in bronze since it was read.
 *
 * @param confirmed numbers of the windows
 */
export async function settleWindows(
  sql: TransactionSql,
  run: RunReference,
  confirmed: readonly number[],
  excludesUpdatedSince: boolean,
): Promise<Settled> {
  await createListed(sql, run, confirmed, excludesUpdatedSince);
  await placeHeads(sql);
  const again = await noteListedTwice(sql, run);
  await markGone(sql, run);
  const elsewhere = await settleMoved(sql, run);
  await noteBrought(sql, run);
  const times = new Set([...again, ...elsewhere].map((at) => wholeSecond(at).getTime()));
  return { toRead: [...times].map((time) => ({ from: new Date(time), to: secondAfter(new Date(time)) })) };
}

/** Entries of windows that are settled now, or were in this run: `confirmed` are those of now. Lasts for the transaction. */
async function createListed(
  sql: TransactionSql,
  run: RunReference,
  confirmed: readonly number[],
  excludesUpdatedSince: boolean,
): Promise<void> {
  await sql`
    create temporary table settled on commit drop as
    select window_no, pass, lo, hi, window_no = any(${confirmed as number[]}) as is_new
    from (${windowsRead(sql, run, excludesUpdatedSince)}) as read
    where window_no = any(${confirmed as number[]}) or verdict in ('healed', 'equal')`;
  await sql`
    create temporary table listed on commit drop as
    select distinct on (record_key, content_hash)
           sighting.record_key, sighting.content_hash, sighting.updated_at, sighting.copies, settled.window_no, settled.is_new
    from settled
    join ops.sightings as sighting
      on sighting.run_id = ${run.runId} and sighting.pass = settled.pass
      and coalesce(sighting.updated_at, '-infinity') >= lo and coalesce(sighting.updated_at, '-infinity') < hi
    order by record_key, content_hash, settled.pass desc`;
  // Heads as the proof found them: the version before the first that a window's reading brought.
  await sql`
    create temporary table brought on commit drop as
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

/** A record stands where the source lists it, also where its time is unreadable or bronze's note of it is damaged. */
async function placeHeads(sql: TransactionSql): Promise<void> {
  await sql`
    update bronze.enrichment_heads as head set updated_at = listed.updated_at
    from listed
    where head.record_key = listed.record_key and head.content_hash = listed.content_hash
      and head.updated_at is distinct from listed.updated_at`;
}

/**
 * Of a record's entries the newest is its own; the others are known from now on, and counted.
 * @returns the times of own entries that bronze must read again, because an older entry was ingested after them
 */
async function noteListedTwice(sql: TransactionSql, run: RunReference): Promise<Date[]> {
  const own = await sql<{ at: Date }[]>`
    with ranked as (
      select listed.*, row_number() over (
               partition by record_key order by listed.updated_at desc nulls last,
               (head.content_hash = listed.content_hash) desc, listed.content_hash) as rank,
             head.content_hash as head_hash,
             -- Its own entry lies in a window that was not read.
             head.updated_at > max(listed.updated_at) over (partition by record_key)
               and not exists (select from settled where head.updated_at >= lo and head.updated_at < hi) as own_is_elsewhere
      from listed left join bronze.enrichment_heads as head using (record_key)
    ), superfluous as (
      select ranked.*, ranked.copies - (rank = 1 and not own_is_elsewhere)::integer as superfluous_copies from ranked
      where copies > (rank = 1 and not own_is_elsewhere)::integer
        and (not coalesce(own_is_elsewhere, false)
             or exists (select from ops.duplicates as duplicate
                        where duplicate.record_key = ranked.record_key and duplicate.content_hash = ranked.content_hash))
    ), forgotten as (
      delete from ops.duplicates as duplicate
      using settled
      where duplicate.updated_at >= lo and duplicate.updated_at < hi
        and not exists (select from superfluous
                        where superfluous.record_key = duplicate.record_key
                          and superfluous.content_hash = duplicate.content_hash)
      returning duplicate.record_key, duplicate.content_hash
    ), noted as (
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
    where rank = 1 and ranked.updated_at is not null and not coalesce(own_is_elsewhere, false)
      and (exists (select from superfluous where superfluous.record_key = ranked.record_key) and head_hash <> content_hash
           or exists (select from forgotten where forgotten.record_key = ranked.record_key
                      and forgotten.content_hash = ranked.content_hash and head_hash is distinct from ranked.content_hash))`;
  return own.map(({ at }) => at);
}

async function markGone(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`
    create temporary table gone on commit drop as
    select head.record_key, settled.window_no
    from settled
    join bronze.enrichment_heads as head on head.updated_at >= lo and head.updated_at < hi
    where settled.is_new and head.deleted_at is null
      and not exists (select from listed where listed.record_key = head.record_key)`;
  const marked = await markDeleted(
    sql,
    run.runId,
    sql`head.record_key in (select record_key from gone)`,
    MAX_IDS,
  );
  await noteGoldChanged(sql, marked.records);
  await sql`update ops.runs set deleted = deleted + ${marked.records} where run_id = ${run.runId}`;
  await sql`
    insert into ops.differences (run_id, record_key, kind, window_no)
    select ${run.runId}::uuid, record_key, 'gone', window_no from gone on conflict do nothing`;
}

/**
 * Records that are listed with another time than bronze had. Whether they are still listed with that one too, only a window
 * that is read there tells. If not, one with the older time was rolled back.
 *
 * @returns the times where no window was read
 */
async function settleMoved(sql: TransactionSql, run: RunReference): Promise<Date[]> {
  await sql`
    create temporary table moved on commit drop as
    select brought.record_key, brought.earlier_head_at as at, listed.window_no,
           brought.earlier_head_at > head.updated_at as is_older,
           exists (select from settled where earlier_head_at >= lo and earlier_head_at < hi) as was_read
    from brought
    join bronze.enrichment_heads as head using (record_key)
    join listed on listed.record_key = head.record_key and listed.content_hash = head.content_hash
    join settled on settled.window_no = listed.window_no and settled.hi <> 'infinity'
    where head.deleted_at is null and head.updated_at <> brought.earlier_head_at
      and not exists (select from ops.duplicates as duplicate where duplicate.record_key = brought.record_key)`;
  const followed = await applyRollbacks(
    sql,
    run.runId,
    sql`select record_key from moved where was_read and is_older`,
    MAX_IDS,
  );
  await noteGoldChanged(sql, followed.records);
  await sql`
    insert into ops.differences (run_id, record_key, kind, window_no, version_id)
    select ${run.runId}::uuid, record_key, case when is_older then 'rolled_back' else 'stale' end, window_no, head.version_id
    from moved join bronze.enrichment_heads as head using (record_key) where was_read
    on conflict do nothing`;
  const unread = await sql<{ at: Date }[]>`select distinct at from moved where not was_read`;
  return unread.map(({ at }) => at);
}

/** What the windows' reading has brought with the time that bronze had, or new to it. */
async function noteBrought(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`
    insert into ops.differences (run_id, record_key, kind, window_no, version_id)
    select ${run.runId}::uuid, brought.record_key, case when brought.was_unknown then 'lost' else 'changed' end,
           listed.window_no, head.version_id
    from brought
    join bronze.enrichment_heads as head using (record_key)
    join listed on listed.record_key = head.record_key and listed.content_hash = head.content_hash
    -- What appeared meanwhile, beyond the windows, is no difference.
    join settled on settled.window_no = listed.window_no and settled.hi <> 'infinity'
    where coalesce(brought.earlier_head_at, head.updated_at) is not distinct from head.updated_at
      and not exists (select from ops.differences as known
                      where known.run_id = ${run.runId} and known.record_key = brought.record_key)
    on conflict do nothing`;
}

/** Tells readers, who cache by the version. */
async function noteGoldChanged(sql: TransactionSql, records: number): Promise<void> {
  if (records > 0) await sql`update ops.warehouse_state set data_version = data_version + 1`;
}
