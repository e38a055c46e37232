import type { Sql } from "postgres";
import { recordKey } from "../bronze/record-key.ts";
import type { Probe } from "./probe.ts";
import { type FetchedPage, failed } from "./source-client.ts";

/** The maximum of pages of new records in one check; more are left to the next run. */
const MAX_PAGES = 20;

export interface CountOptions {
  /** The approximate number of records in bronze: the list is read from there. */
  known: number;
  pageSize: number;
  /** Deadline by `performance.now()`: a slow source must not exceed the attempt. */
  deadline: number;
  /** The newest `updated_at` that was read: records with an earlier one are not new. Null: nothing was read. */
  readUpTo: Date | null;
}

/**
 * The source's count minus the records that bronze does not know yet because they appeared during the read.
 *
 * Without `updated_since` the source lists records by `created_at`, so new ones are at the end of the list. Pages are requested from
 * the expected end, usually one or two. Each response has the total of its moment.
 *
 * @returns null when there are too many new records, or the source returns no total
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

/** The source's total of the whole list; null if it returns none. */
export async function totalRecords(probe: Probe): Promise<number | null> {
  const fetched = await probe({ page: 1, limit: 1, updatedSince: null });
  return failed(fetched) ? null : fetched.meta.totalItems;
}

/** OFFSET 0 makes PostgreSQL look up each record by key; a join would read all heads for a few records. */
async function countAppeared(
  sql: Sql,
  pages: readonly FetchedPage[],
  readUpTo: Date | null,
): Promise<number> {
  const appeared = pages
    .flatMap(({ records }) => records)
    .filter(({ updatedAt }) => !updatedAt || !readUpTo || updatedAt >= readUpTo);
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
