import type { Sql } from "postgres";
import { recordKey } from "../bronze/record-key.ts";
import type { Probe } from "./probe.ts";
import type { FetchedPage } from "./source-client.ts";

/** More pages of new records than this within one check are not looked at: the next run will have read them. */
const MOST_PAGES = 20;

/**
 * How many records the source counts, less those that bronze does not know yet because they appeared while it was read.
 *
 * Without `updated_since` the source lists records by `created_at`, so new ones are at the end of the list: the pages from
 * where bronze believes the end to be are asked for, one or two as a rule. Each answers with the total of its moment.
 *
 * @param known about how many records bronze knows: where the list is looked at first
 * @returns null when too much is new to tell, or the source does not count
 */
export async function countSourceRecords(
  probe: Probe,
  sql: Sql,
  known: number,
  pageSize: number,
): Promise<number | null> {
  const lastPageOf = (records: number): number => Math.max(1, Math.ceil(records / pageSize));
  const pages: FetchedPage[] = [];
  let page = lastPageOf(known);
  while (pages.length < MOST_PAGES) {
    const fetched = await probe({ page, limit: pageSize, updatedSince: null });
    const total = fetched.meta.totalItems ?? (await totalRecords(probe));
    if (total === null) return null;
    const last = lastPageOf(total);
    if (page > last) page = last;
    else {
      pages.push(fetched);
      if (page === last || fetched.beyondEnd) return total - (await countUnknown(sql, pages));
      page++;
    }
  }
  return null;
}

/** What the source says of its whole list; null where it says nothing. */
export async function totalRecords(probe: Probe): Promise<number | null> {
  const { meta } = await probe({ page: 1, limit: 1, updatedSince: null });
  return meta.totalItems;
}

/** OFFSET 0 has PostgreSQL look for each record by its key: joining would read all heads for a page or two of records. */
async function countUnknown(sql: Sql, pages: readonly FetchedPage[]): Promise<number> {
  const keys = new Set(pages.flatMap(({ records }) => records.map(recordKey)));
  const [counted] = await sql<{ unknown: number }[]>`
    select count(*) as unknown
    from string_to_table(${[...keys].join()}, ',') as record(key)
    where not exists (
      select from bronze.enrichment_heads as head
      where head.record_key = record.key::uuid and head.deleted_at is null
      offset 0)`;
  return counted?.unknown ?? 0;
}
