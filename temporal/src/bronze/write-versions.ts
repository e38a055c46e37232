import type { TransactionSql } from "postgres";
import { disableTableScans } from "../ledger/disable-table-scans.ts";
import { WriteConflict } from "../ledger/retry-conflict.ts";
import type { ActivityReference } from "../ledger/run-reference.ts";
import { type FetchedPage, failed, type SourceFetch } from "../source/source-client.ts";
import { fetchRow } from "./record-fetches.ts";
import { recordKey } from "./record-key.ts";
import { storedPayload } from "./stored-payload.ts";

/** Control characters that no JSON text contains, so records need no escaping. */
const PAGE_SEPARATOR = "\u001d";
const RECORD_SEPARATOR = "\u001e";

export interface WrittenVersions {
  versions: number;
  /** Records that this pass had not seen before; 0 if seen records are not tracked. */
  newlySeen: number;
}

/**
 * Writes the fetches, a version for every record whose content differs from its newest version, the heads, and the batch that gold
 * will transform. Unchanged records and known duplicates write nothing.
 *
 * Versions are chained in the order observed. Two slices can see the same record when it is updated during the read. A head is
 * therefore updated only from the version it was compared with, and never to an earlier observation.
 *
 * @throws WriteConflict when a parallel transaction moved one of the heads first: run the transaction again.
 */
export async function writeVersions(
  sql: TransactionSql,
  runId: string,
  activity: ActivityReference,
  fetches: readonly SourceFetch[],
  options: { trackSeen: boolean; pass: number },
): Promise<WrittenVersions> {
  const pages = fetches.filter((fetched): fetched is FetchedPage => !failed(fetched));
  const pageNumbers = new Map(pages.map((page, index) => [page as SourceFetch, index + 1]));
  const rows = fetches.map((fetched) => ({
    ...fetchRow(fetched),
    page_no: pageNumbers.get(fetched) ?? null,
    record_keys: failed(fetched) ? "" : fetched.records.map(recordKey).join(),
    record_times: failed(fetched) ? "" : listedTimes(fetched).join(),
  }));
  await disableTableScans(sql);
  const [written] = await sql<
    { versions: number; newly_seen: number; heads_due: number; heads_written: number }[]
  >`
    with fetched as materialized (
      select nextval('bronze.fetches_fetch_id_seq') as fetch_id, row.*
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as row(
        page_no bigint, record_keys text, record_times text, request text, http_status smallint, failure text, rows integer,
        requested_at timestamptz, duration_ms integer, retry_after text, retry_wait_ms integer)
    ), listed as materialized (
      select fetched.fetch_id, fetched.requested_at as observed_at, record.position, record.payload::json as payload,
             record.record_key::uuid as record_key,
             nullif(record.updated_at, '')::timestamptz as updated_at, hashtextextended(record.payload, 0) as content_hash
      from string_to_table(${payloads(pages)}, ${PAGE_SEPARATOR}) with ordinality as page(payloads, page_no)
      join fetched using (page_no)
      cross join lateral rows from (
        string_to_table(page.payloads, ${RECORD_SEPARATOR}), string_to_table(fetched.record_keys, ','),
        string_to_table(fetched.record_times, ',')
      ) with ordinality as record(payload, record_key, updated_at, position)
    ), seen as (
      insert into ops.sightings (run_id, pass, record_key, content_hash, updated_at, copies)
      select ${runId}::uuid, ${options.pass}, record_key, content_hash, max(updated_at), max(copies)
      from (select record_key, content_hash, updated_at,
                   count(*) over (partition by fetch_id, record_key, content_hash) as copies
            from listed where ${options.trackSeen}) as counted
      group by record_key, content_hash
      order by record_key, content_hash
      -- For an unreadable time, use the latest updated_since of the requests that listed it.
      on conflict (run_id, pass, record_key, content_hash) do update
      set copies = greatest(excluded.copies, sightings.copies),
          updated_at = greatest(excluded.updated_at, sightings.updated_at)
      where excluded.copies > sightings.copies or excluded.updated_at > sightings.updated_at
      returning xmax = 0 as new
    ), received as materialized (
      select * from listed
      where not exists (select from ops.duplicates as duplicate
                        where duplicate.record_key = listed.record_key and duplicate.content_hash = listed.content_hash)
    ), compared as (
      select received.*, heads.version_id as head_version_id, heads.dw_updated_at as head_observed_at,
             coalesce(lag(received.content_hash) over observations,
                      case when heads.deleted_at is null then heads.content_hash end) as previous_hash
      from received
      left join bronze.enrichment_heads as heads using (record_key)
      window observations as (partition by record_key order by fetch_id, position)
    ), changed as materialized (
      select nextval('bronze.enrichment_versions_version_id_seq') as version_id, ordered.*
      from (select * from compared where previous_hash is distinct from content_hash
            order by fetch_id, position) as ordered
    ), chained as materialized (
      select changed.*,
             coalesce(lag(version_id) over versions, head_version_id) as previous_version_id,
             lead(version_id) over versions is null as newest,
             first_value(observed_at) over versions as first_observed_at,
             head_version_id is null as head_is_new,
             head_version_id is not null and observed_at >= head_observed_at as head_moves
      from changed
      window versions as (partition by record_key order by version_id)
    ), batch as (
      insert into ops.batches (run_id, first_version_id, last_version_id, versions)
      select ${runId}::uuid, min(version_id), max(version_id), count(*) from changed having count(*) > 0
      returning batch_id
    ), written_versions as (
      insert into bronze.enrichment_versions
        (version_id, record_key, previous_version_id, fetch_id, batch_id, observed_at, payload)
      select version_id, record_key, previous_version_id, fetch_id, batch_id, observed_at, payload
      from chained cross join batch order by version_id
    ), new_heads as (
      insert into bronze.enrichment_heads
        (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at, updated_at)
      select record_key, version_id, content_hash, first_observed_at, observed_at, updated_at
      from chained where newest and head_is_new order by record_key
      on conflict (record_key) do nothing
      returning record_key
    ), moved_heads as (
      update bronze.enrichment_heads as heads
      set version_id = chained.version_id, content_hash = chained.content_hash,
          dw_updated_at = chained.observed_at, updated_at = chained.updated_at, deleted_at = null
      from chained
      where chained.newest and chained.head_moves
        and heads.record_key = chained.record_key and heads.version_id = chained.head_version_id
      returning heads.record_key
    ), written_fetches as (
      insert into bronze.fetches
        (fetch_id, run_id, workflow_id, workflow_run_id, activity_type, attempt, request, http_status, failure,
         rows, new_versions, requested_at, duration_ms, retry_after, retry_wait_ms)
      select fetch_id, ${runId}::uuid, ${activity.workflowId}, ${activity.workflowRunId}, ${activity.activityType},
             ${activity.attempt}, request, http_status, failure, rows, coalesce(changes.versions, 0),
             requested_at, duration_ms, retry_after, retry_wait_ms
      from fetched
      left join (select fetch_id, count(*) as versions from changed group by fetch_id) as changes using (fetch_id)
    )
    select (select count(*) from changed) as versions,
           (select count(*) from seen where new) as newly_seen,
           (select count(*) from chained where newest and (head_is_new or head_moves)) as heads_due,
           (select count(*) from new_heads) + (select count(*) from moved_heads) as heads_written`;
  if (!written) throw new Error("The statement that writes versions returned no row.");
  if (written.heads_due !== written.heads_written)
    throw new WriteConflict("A parallel transaction moved the same records.");
  return { versions: written.versions, newlySeen: written.newly_seen };
}

/**
 * The list position of each record: its `updated_at` in ISO 8601. An unreadable one has, in a list ordered by that time, the position of
 * the previous entry; else it is empty.
 */
function listedTimes({ request, records }: FetchedPage): string[] {
  let place = new URLSearchParams(request.slice(request.indexOf("?"))).get("updated_since");
  const isOrdered = place !== null;
  return records.map(({ updatedAt }) => {
    const time = updatedAt?.toISOString() ?? null;
    if (isOrdered) place = time ?? place;
    return (isOrdered ? place : time) ?? "";
  });
}

const payloads = (pages: readonly FetchedPage[]): string =>
  pages.map(({ records }) => records.map(storedPayload).join(RECORD_SEPARATOR)).join(PAGE_SEPARATOR);
