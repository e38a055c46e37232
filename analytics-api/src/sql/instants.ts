import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The zone of `gold.enrichments_by_day`; not a parameter, so that PostgreSQL recognizes equal expressions. */
const ROLLUP_ZONE = "'America/Sao_Paulo'";

/** The day of an instant in `gold.enrichments_by_day`. */
export const dayOf = (sql: Snapshot, instant: SqlFragment): SqlFragment =>
  sql`(${instant} at time zone ${sql.unsafe(ROLLUP_ZONE)})::date`;

/** The instant at which such a day begins. */
export const startOfDay = (sql: Snapshot, day: SqlFragment): SqlFragment =>
  sql`(${day}::timestamp at time zone ${sql.unsafe(ROLLUP_ZONE)})`;

/** The hour of an instant in `gold.enrichments_by_hour`. */
export const hourOf = (sql: Snapshot, instant: SqlFragment): SqlFragment =>
  sql`date_bin('1 hour', ${instant}, 'epoch')`;

/**
 * A `timestamptz[]`, sent as one text: the driver needs a millisecond to encode an array of a hundred dates. A subquery, so that
 * PostgreSQL parses the text once and not for each row.
 */
export const instantArray = (sql: Snapshot, instants: readonly (Date | string)[]): SqlFragment => {
  const texts = instants.map((instant) => (instant instanceof Date ? instant.toISOString() : `"${instant}"`));
  return sql`(select ${`{${texts.join(",")}}`}::text::timestamptz[])`;
};

export interface Buckets {
  /** Where buckets begin, ascending; without any, all instants are in bucket 1. */
  beginnings?: readonly Date[] | undefined;
  /** A time zone: the buckets are the hours of a week by its clocks instead, 1 for Monday's first. */
  weekIn?: string | undefined;
}

/** The bucket of an instant. */
export const bucketOf = (
  sql: Snapshot,
  instant: SqlFragment,
  { beginnings = [], weekIn }: Buckets,
): SqlFragment => {
  if (weekIn !== undefined) return hourOfWeek(sql, instant, weekIn);
  return beginnings.length > 0 ? sql`width_bucket(${instant}, ${instantArray(sql, beginnings)})` : sql`1`;
};

/** The whole hours since a Monday long ago, modulo the 168 of a week: half the time of `isodow` and `hour`. */
const hourOfWeek = (sql: Snapshot, instant: SqlFragment, zone: string): SqlFragment => sql`
  (floor(date_part('epoch', (${instant} at time zone ${zone}::text) - timestamp '1900-01-01') / 3600)::bigint % 168 + 1)::integer`;
