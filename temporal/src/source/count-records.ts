import type { Sql } from "postgres";
import { updatedAtOf } from "../bronze/observed-times.ts";
import { recordKey } from "../bronze/record-key.ts";
import type { Probe } from "./probe.ts";
import { type FetchedPage, failed } from "./source-client.ts";

/** More pages of new records than this within one check are not looked at: the next run will have read them. */
const MAX_PAGES = 20;

export interface CountOptions {
  /** About how many records bronze knows: where the list is looked at first. */
  known: number;
  pageSize: number;
  /** When to give up, by `performance.now()`: a slow source must not outlast an attempt. */
  deadline: number;
  /** The newest `updated_at` that was read: what has an earlier one did not appear meanwhile. Null: nothing was read. */
  readUpTo: Date | null;
}

/**
 * How many records the source counts, less those that bronze does not know yet because they appeared while it was read.
 *
 * Without `updated_since` the source lists records by `created_at`, so new ones are at the end of the list: the pages from
 * where bronze believes the end to be are asked for, one or two as a rule. Each answers with the total of its moment.
 *
 * @returns null when too much is new to tell, or the source does not count
 */
export async function countSourceRecords(
  probe: Probe,
  sql: Sql,
  { known, pageSize, readUpTo, deadline }: CountOptions,
): Promise<number | null> {
  const lastPageOf = (records: number): number => Math.max(1, Math.ceil(records / pageSize));
  const pages: FetchedPage[] = [];
  let page = lastPageOf(known);
  while (pages.length < MAX_PAGES && performance.now() < deadline) {
    const fetched = await probe({ page, limit: pageSize, updatedSince: null });
    if (failed(fetched)) return null;
    const total = fetched.meta.totalItems ?? (await totalRecords(probe));
    if (total === null) return null;
    const last = lastPageOf(total);
    if (page > last) page = last;
    else {
      pages.push(fetched);
      if (page === last || fetched.beyondEnd) return total - (await countAppeared(sql, pages, readUpTo));
      page++;
    }
  }
  return null;
}

/** What the source says of its whole list; null where it says nothing. */
export async function totalRecords(probe: Probe): Promise<number | null> {
  const fetched = await probe({ page: 1, limit: 1, updatedSince: null });
  return failed(fetched) ? null : fetched.meta.totalItems;
}

/** OFFSET 0 has PostgreSQL look for each record by its key: joining would read all heads for a page or two of records. */
async function countAppeared(
  sql: Sql,
  pages: readonly FetchedPage[],
  readUpTo: Date | null,
): Promise<number> {
  const appeared = pages
    .flatMap(({ records }) => records)
    .filter(({ value }) => {
      const time = updatedAtOf(value);
      return !time || !readUpTo || time >= readUpTo;
    });
  const keys = new Set(appeared.map(recordKey));
  const [counted] = await sql<{ unknown: number }[]>`
    select count(*) as unknown
    from string_to_table(${[...keys].join()}, ',') as record(key)
    where not exists (
      select from bronze.enrichment_heads as head
      where head.record_key = record.key::uuid and head.deleted_at is null
      offset 0)`;
  return counted?.unknown ?? 0;
}
