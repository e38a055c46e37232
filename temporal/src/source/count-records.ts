import type { Sql } from "postgres";
import { pageBodies } from "../bronze/page-bodies.ts";
import { nextSecond } from "../bronze/walk.ts";
import type { Probe } from "./probe.ts";
import type { FetchedPage } from "./source-client.ts";

/** More new records than this within one check are not looked up: the next run will have read them. */
const MOST_PAGES = 50;
const PAGE_SIZE = 100;
const MOST_TRIES = 5;

/**
 * How many records the source holds that bronze should know by now: all of them, less those that appeared after the
 * watermark and are not in bronze yet. The source lives on meanwhile: it is asked again until its total holds still while
 * the new ones are looked up.
 *
 * Null: it never held still, or too much is new to tell.
 */
export async function countSourceRecords(
  probe: Probe,
  sql: Sql,
  watermark: Date | null,
): Promise<number | null> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = await totalRecords(probe);
    const unknown = watermark ? await unknownSince(probe, sql, nextSecond(watermark)) : 0;
    if (unknown === null) return null;
    if ((await totalRecords(probe)) === before) return before - unknown;
  }
  return null;
}

export async function totalRecords(probe: Probe): Promise<number> {
  const { page } = await probe({ page: 1, limit: 1, updatedSince: null });
  return page.meta.total_items;
}

async function unknownSince(probe: Probe, sql: Sql, since: Date): Promise<number | null> {
  const pages: FetchedPage[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const fetched = await probe({ page, limit: PAGE_SIZE, updatedSince: since });
    pages.push(fetched);
    if (fetched.page.data.length < PAGE_SIZE) return countUnknown(sql, pages);
  }
  return null;
}

async function countUnknown(sql: Sql, pages: readonly FetchedPage[]): Promise<number> {
  const [counted] = await sql<{ unknown: number }[]>`
    select count(distinct bronze.record_key(record)) as unknown
    from json_array_elements(${pageBodies(pages)}::text::json) as body
    cross join lateral json_array_elements(
      case json_typeof(body) when 'array' then body else body -> 'data' end) as record
    where not exists (
      select from bronze.enrichment_heads as head
      where head.record_key = bronze.record_key(record) and head.deleted_at is null)`;
  return counted?.unknown ?? 0;
}
