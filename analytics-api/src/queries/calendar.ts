import type { Snapshot, SqlFragment } from "../sql/snapshot.ts";
import type { Extent } from "./extent.ts";

export const intervals = ["hora", "dia", "semana", "mes"] as const;
export type Interval = (typeof intervals)[number];

/** A bucket before anything is counted. */
export interface CalendarBucket {
  inicio: Date;
  /** Exclusive; where the next bucket begins. */
  fim: Date;
}

/**
 * Every bucket of `interval` that touches `extent`, by the clocks of `zone`, oldest first. Weeks begin on Monday. A day without
 * a midnight begins where its clocks do; one with two begins at the first, unless the clocks go back to the day before.
 */
export const readCalendar = (sql: Snapshot, { from, to }: Extent, interval: Interval, zone: string) => {
  const days =
    interval === "hora" || interval === "dia" ? sql`'day'` : interval === "mes" ? sql`'month'` : sql`'week'`;
  const step = sql`('1 ' || ${days})::interval`;
  // Two more than the period has: the end of its last day, and of that day's last hour, is where the next begins.
  // Beginnings are told one by one: adding a day to the one before would keep what a change of clocks moved.
  const beginnings = sql`
    select begin, lead(begin) over (order by begin) as end
    from generate_series(
      date_trunc(${days}, ${local(sql, sql`${from}::timestamptz`, zone)}) - ${step},
      ${local(sql, sql`${to}::timestamptz`, zone)} + 2 * ${step},
      ${step}
    ) as local
    cross join lateral (select ${beginOf(sql, sql`local`, zone)} as begin) as day`;
  const buckets =
    interval === "hora"
      ? sql`select begin, lead(begin) over (order by begin) as end from (${hoursOf(sql, beginnings, zone)}) as hours`
      : beginnings;
  return sql<CalendarBucket[]>`
    select begin as inicio, "end" as fim
    from (${buckets}) as buckets
    where begin < "end" and "end" > ${from}::timestamptz and begin < ${to}::timestamptz
    order by begin`;
};

/** What the clocks of `zone` show at an instant. */
const local = (sql: Snapshot, instant: SqlFragment, zone: string): SqlFragment =>
  sql`(${instant} at time zone ${zone}::text)`;

/**
 * The instant that a local day begins at. PostgreSQL takes a midnight that does not exist for the change of clocks, and of two
 * midnights the second: what the clocks showed of the day before that is taken off again.
 */
const beginOf = (sql: Snapshot, day: SqlFragment, zone: string): SqlFragment => {
  const midnight = sql`(${day} at time zone ${zone}::text)`;
  const before = local(sql, sql`(${midnight} - interval '1 microsecond')`, zone);
  return sql`${midnight} - greatest(${before} - ${day} + interval '1 microsecond', interval '0')`;
};

/**
 * The instants at which the clocks show a whole hour, or change. Hours are counted from both ends of each day: after a change
 * by half an hour only those from its end are whole.
 */
const hoursOf = (sql: Snapshot, days: SqlFragment, zone: string): SqlFragment => sql`
  select hour as begin
  from (
    select hour from (${days}) as days cross join lateral (
      select generate_series(begin, "end" - interval '1 microsecond', interval '1 hour')
      union
      select generate_series("end" - interval '1 hour', begin, interval '-1 hour')
    ) as counted (hour)
    where begin < "end"
  ) as hours
  where ${local(sql, sql`hour`, zone)} = date_trunc('hour', ${local(sql, sql`hour`, zone)})
     or ${local(sql, sql`hour`, zone)} - ${local(sql, sql`(hour - interval '1 microsecond')`, zone)} <> interval '1 microsecond'`;
