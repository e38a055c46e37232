import type { Sql, TransactionSql } from "postgres";
import { boundShift, type Span, secondAfter, wholeSecond } from "./bounds.ts";

/**
 * Entries that the warehouse takes the source to list since each of the times; null: since the beginning. Each is a record
 * that exists, by its newest version's `updated_at`, or an entry known to be listed beside a record's own.
 *
 * Looks at each head since the earliest time once, in the index by time: a tenth of a second for a million.
 *
 * @param end entries since then do not count; null: all do
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

/**
 * The time that halves the warehouse's records in the span, in whole seconds; null where it cannot be cut: all of it is one
 * second, or holds no records.
 */
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
