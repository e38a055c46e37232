import type { Sql, TransactionSql } from "postgres";
import { boundShift, type Span, secondAfter, wholeSecond } from "./span.ts";

/**
 * Counts the entries that the source should list since each time (null: since the beginning), as far as the warehouse knows: records that
 * are not deleted, by the `updated_at` of their newest version, and known duplicates.
 *
 * Scans the index on heads by time once: a tenth of a second for a million.
 *
 * @param end entries from this time on are not counted; null: all are
 */
export async function countWarehouse(
  sql: Sql | TransactionSql,
  times: readonly (Date | null)[],
  excludesUpdatedSince: boolean,
  end: Date | null = null,
): Promise<number[]> {
  const shift = boundShift(sql, excludesUpdatedSince);
  const rows = await sql<{ entries: number }[]>`
    with bound as (
      select no, at::timestamptz + ${shift} as lo,
             coalesce(lead(at::timestamptz + ${shift}) over (order by at::timestamptz, no),
                      ${end}::timestamptz + ${shift}, 'infinity') as hi
      from string_to_table(${times.map(boundText).join()}, ',') with ordinality as asked(at, no)
    ), counted as (
      select no, lo, hi,
             (select count(*) from bronze.enrichment_heads
              where deleted_at is null and updated_at >= lo and updated_at < hi)
             + (select coalesce(sum(copies), 0)::bigint from ops.duplicates where updated_at >= lo and updated_at < hi)
             + case when lo = '-infinity' and hi > lo then
                 (select count(*) from bronze.enrichment_heads where deleted_at is null and updated_at is null)
                 + (select coalesce(sum(copies), 0)::bigint from ops.duplicates where updated_at is null)
               else 0 end as entries
      from bound
    )
    select sum(entries) over (order by lo desc, hi desc, no desc)::bigint as entries from counted order by no`;
  return rows.map(({ entries }) => entries);
}

const boundText = (time: Date | null): string => time?.toISOString() ?? "-infinity";

/** The median time, in whole seconds, of the warehouse's records in the span; null if they are all of one second, or there are none. */
export async function findMiddle(
  sql: Sql,
  { from, to }: Span,
  excludesUpdatedSince: boolean,
): Promise<Date | null> {
  const shift = boundShift(sql, excludesUpdatedSince);
  const [middle] = await sql<{ at: Date }[]>`
    with span as (
      select coalesce(${from}::timestamptz + ${shift}, '-infinity') as lo, coalesce(${to}::timestamptz + ${shift}, 'infinity') as hi
    )
    select updated_at as at from bronze.enrichment_heads, span
    where deleted_at is null and updated_at >= lo and updated_at < hi
    order by updated_at limit 1
    offset (select count(*) / 2 from bronze.enrichment_heads, span
            where deleted_at is null and updated_at >= lo and updated_at < hi)`;
  if (!middle) return null;
  const isInside = (at: Date) => (from === null || at > from) && (to === null || at < to);
  return [wholeSecond(middle.at), secondAfter(middle.at)].find(isInside) ?? null;
}
