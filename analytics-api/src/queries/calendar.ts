import type { ClosedPeriod } from "../period.ts";
import type { Snapshot, SqlFragment } from "../sql/snapshot.ts";

export const intervals = ["hora", "dia", "semana", "mes"] as const;
export type Interval = (typeof intervals)[number];

/**
 * Every bucket of `interval` that overlaps `period`, by the clocks of `zone`, oldest first. Weeks begin on Monday. A day without a
 * midnight begins when its clocks do; one with two begins at the first, unless the clocks go back to the previous day.
 */
export const readCalendar = (sql: Snapshot, { from, to }: ClosedPeriod, interval: Interval, zone: string) => {
  const unit = { hora: sql`'day'`, dia: sql`'day'`, semana: sql`'week'`, mes: sql`'month'` }[interval];
  const step = sql`('1 ' || ${unit})::interval`;
  // Two steps more than the period has: the last day ends where the next begins, and so does its last hour.
  // Each beginning is computed separately: adding a day to the previous one would keep the shift of a clock change.
  const beginnings = sql`
    select begin, lead(begin) over (order by begin) as end
    from generate_series(
      date_trunc(${unit}, ${local(sql, sql`${from}::timestamptz`, zone)}) - ${step},
      ${local(sql, sql`${to}::timestamptz`, zone)} + 2 * ${step},
      ${step}
    ) as local
    cross join lateral (select ${beginOf(sql, sql`local`, zone)} as begin) as day`;
  const buckets =
    interval === "hora"
      ? sql`select begin, lead(begin) over (order by begin) as end from (${hoursOf(sql, beginnings, zone)}) as hours`
      : beginnings;
  return sql<{ inicio: Date; fim: Date }[]>`
    select begin as inicio, "end" as fim
    from (${buckets}) as buckets
    where begin < "end" and "end" > ${from}::timestamptz and begin < ${to}::timestamptz
    order by begin`;
};

const local = (sql: Snapshot, instant: SqlFragment, zone: string): SqlFragment =>
  sql`(${instant} at time zone ${zone}::text)`;

/**
 * The instant at which a local day begins. PostgreSQL replaces a missing midnight by the clock change, and of two midnights returns
 * the second: subtracts the local time since the first.
 */
const beginOf = (sql: Snapshot, day: SqlFragment, zone: string): SqlFragment => {
  const midnight = sql`(${day} at time zone ${zone}::text)`;
  const before = local(sql, sql`(${midnight} - interval '1 microsecond')`, zone);
  return sql`${midnight} - greatest(${before} - ${day} + interval '1 microsecond', interval '0')`;
};

/**
 * The instants at which the clocks show a whole hour, or change. Hours are counted from both ends of each day: after a change of half
 * an hour, only those counted from the end are whole.
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
