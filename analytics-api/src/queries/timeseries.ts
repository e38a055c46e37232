import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { type CellOptions, cells, clip, dayOf, instantArray, startOf } from "./cells.ts";
import type { Extent } from "./extent.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";
import { measuresOf, negated, readTallies, type Tally, type TallyRow, tallied } from "./tally.ts";

export const intervals = ["hora", "dia", "semana", "mes"] as const;
export type Interval = (typeof intervals)[number];

const units: Record<Interval, "hour" | "day" | "week" | "month"> = {
  hora: "hour",
  dia: "day",
  semana: "week",
  mes: "month",
};

export interface Bucket extends Measures {
  inicio: Date;
  /** Exclusive. */
  fim: Date;
  /** In the order of the dimension's values; empty when the series is not split. */
  grupos: (Measures & { valor: string })[];
}

/**
 * Every bucket of `interval` that touches `extent`, also the empty ones, oldest first. Weeks begin on Monday.
 * @param extent where all jobs lie that match `filters`
 */
export async function readTimeseries(
  sql: Snapshot,
  filters: Filters,
  extent: Extent,
  interval: Interval,
  by: Dimension | undefined,
): Promise<Bucket[]> {
  const calendar = await readCalendar(sql, extent, interval, filters.zone);
  const groupsOf =
    interval === "hora"
      ? await tallyHours(sql, filters, calendar, by)
      : await tallyDays(sql, filters, calendar, interval, by);
  return calendar.map(({ inicio, fim }, index) => {
    const own = groupsOf(index);
    const values = by ? dimensions[by] : [];
    return {
      inicio,
      fim,
      ...measuresOf(own),
      grupos: values.map((valor) => ({
        valor,
        ...measuresOf(own.filter((group) => group.valor === valor)),
      })),
    };
  });
}

/** A bucket before anything is counted. */
interface CalendarBucket {
  inicio: Date;
  fim: Date;
  /** The beginning of a day of the rollups that is nearest to that of the bucket. */
  meia_noite: Date;
}

/** By the calendar of `zone`. */
const readCalendar = (sql: Snapshot, { from, to }: Extent, interval: Interval, zone: string) => {
  const unit = units[interval];
  const step = `1 ${unit}`;
  return sql<CalendarBucket[]>`
    select inicio, date_add(inicio, ${step}::interval, ${zone}) as fim,
           ${startOf(sql, dayOf(sql, sql`(inicio + interval '12 hours')`))} as meia_noite
    from generate_series(
      date_trunc(${unit}, ${from}::timestamptz, ${zone}),
      ${to}::timestamptz - interval '1 microsecond',
      ${step}::interval,
      ${zone}
    ) as inicio`;
};

/** The jobs of a bucket: of all of it, or of one value of the dimension that splits it. */
type Group = Tally & { valor?: string };

/** Of the bucket at a place in the calendar. */
type GroupsOf = (index: number) => Group[];

async function tallyHours(
  sql: Snapshot,
  filters: Filters,
  calendar: readonly CalendarBucket[],
  by: Dimension | undefined,
): Promise<GroupsOf> {
  const spans = calendar.map(({ inicio, fim }) => clip(filters, inicio, fim));
  const groups = await tallyBy(sql, sql`numero`, by, filters, { longest: "hora", spans });
  return (index) => groups.get(index + 1) ?? [];
}

/**
 * Whole days of the rollups, from the midnight nearest to the beginning of each bucket; where that is another instant, as in
 * other zones, the hours between the two are added to one of the two buckets and taken from the other. That is at most
 * twelve hours of each day, and three of a day in UTC.
 */
async function tallyDays(
  sql: Snapshot,
  filters: Filters,
  calendar: readonly CalendarBucket[],
  interval: Interval,
  by: Dimension | undefined,
): Promise<GroupsOf> {
  const midnights = instantArray(
    sql,
    calendar.map(({ meia_noite }) => meia_noite),
  );
  const shifted = calendar.some(({ inicio, meia_noite }) => inicio.getTime() !== meia_noite.getTime());
  const days = await tallyBy(
    sql,
    sql`case when instante is null then width_bucket(dia, dias) else width_bucket(instante, meias_noites) end`,
    by,
    filters,
    { longest: interval === "mes" && !shifted ? "mes" : "dia" },
    sql`, (
      select array_agg(meia_noite) as meias_noites, array_agg(${dayOf(sql, sql`meia_noite`)}) as dias
      from unnest(${midnights}) as meia_noite
    ) as calendar`,
  );
  const groupsOf = (index: number) => days.get(index + 1) ?? [];
  if (!shifted) return groupsOf;
  const spans = calendar.map(({ inicio, meia_noite }) =>
    inicio < meia_noite ? clip(filters, inicio, meia_noite) : clip(filters, meia_noite, inicio),
  );
  const hours = await tallyBy(sql, sql`numero`, by, filters, { longest: "hora", spans });
  // What lies from the beginning of a bucket to its midnight, negative where that comes first.
  const shift = (index: number) => {
    const bucket = calendar[index];
    const groups = hours.get(index + 1) ?? [];
    return bucket && bucket.meia_noite < bucket.inicio ? groups.map(negated) : groups;
  };
  return (index) => [...groupsOf(index), ...shift(index), ...shift(index + 1).map(negated)];
}

/** What cells add up to by `bucket`, a number, and by the values of `by`. */
async function tallyBy(
  sql: Snapshot,
  bucket: SqlFragment,
  by: Dimension | undefined,
  filters: Filters,
  options: CellOptions,
  beside = sql``,
): Promise<Map<number, Group[]>> {
  const rows = await sql<(TallyRow & { bucket: number; valor?: string })[]>`
    select ${bucket} as bucket, ${by ? sql`${sql(by)} as valor,` : sql``} ${tallied(sql)}
    from ${cells(sql, filters, options)} as cells ${beside}
    group by 1 ${by ? sql`, 2` : sql``}`;
  return Map.groupBy(readTallies(rows), (row) => row.bucket);
}
