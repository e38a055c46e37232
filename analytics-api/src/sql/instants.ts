import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The zone of the days of `gold.enrichments_by_day`; not a parameter, so that PostgreSQL sees equal expressions as equal. */
const ROLLUP_ZONE = "'America/Sao_Paulo'";

/** The day of `gold.enrichments_by_day` that an instant lies in. */
export const dayOf = (sql: Snapshot, instant: SqlFragment): SqlFragment =>
  sql`(${instant} at time zone ${sql.unsafe(ROLLUP_ZONE)})::date`;

/** The instant that such a day begins at. */
export const startOfDay = (sql: Snapshot, day: SqlFragment): SqlFragment =>
  sql`(${day}::timestamp at time zone ${sql.unsafe(ROLLUP_ZONE)})`;

/** The hour of `gold.enrichments_by_hour` that an instant lies in. */
export const hourOf = (sql: Snapshot, instant: SqlFragment): SqlFragment =>
  sql`date_bin('1 hour', ${instant}, 'epoch')`;

/**
 * A `timestamptz[]`, sent as one text: the driver takes a millisecond to encode an array of a hundred dates. A subquery, so that
 * PostgreSQL reads the text once and not for each row.
 */
export const instantArray = (sql: Snapshot, instants: readonly (Date | string)[]): SqlFragment => {
  const texts = instants.map((instant) => (instant instanceof Date ? instant.toISOString() : `"${instant}"`));
  return sql`(select ${`{${texts.join(",")}}`}::text::timestamptz[])`;
};
