import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { type CellOptions, cells, dayOf, instantArray, startOf } from "./cells.ts";
import { matching } from "./matching.ts";
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

export interface Extent {
  from: Date;
  /** Exclusive. */
  to: Date;
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

/** What of a span lies in the filters' period; a span without anything, when none does. */
function clip({ from, to }: Filters, begin: Date, end: Date) {
  const clipped = { from: from && from > begin ? from : begin, to: to && to < end ? to : end };
  return clipped.from < clipped.to ? clipped : { from: begin, to: begin };
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

/** From the first matching job to the last one or to `asOf`, whichever is later; undefined when none matches. */
export async function readExtent(
  sql: Snapshot,
  filters: Filters,
  asOf: Date | null,
): Promise<Extent | undefined> {
  const months = await readEnds(sql, filters, { longest: "mes" });
  if (!months) return undefined;
  const spans = [months.first, months.last].map(({ from, to }) => clip(filters, from, to));
  const days = await readEnds(sql, filters, { longest: "dia", spans });
  if (!days) return undefined;
  const job = ({ from, to }: Extent, direction: SqlFragment) => sql`(
    select data_criacao from gold.enrichments where ${matching(sql, { ...filters, ...clip(filters, from, to) })}
    order by data_criacao ${direction} limit 1)`;
  const [extent] = await sql<[Extent]>`
    select ${job(days.first, sql`asc`)} as from,
           greatest(${job(days.last, sql`desc`)} + interval '1 millisecond', ${asOf}::timestamptz) as to`;
  return extent;
}

/** Where the first and the last cell lie. */
async function readEnds(sql: Snapshot, filters: Filters, options: CellOptions) {
  const [ends] = await sql<[Record<"from" | "firstEnd" | "lastBegin" | "to", Date | null>]>`
    select least(${startOf(sql, sql`min(dia)`)}, min(instante)) as from,
           least(${startOf(sql, sql`min(dia + extensao)`)}, min(instante) + interval '1 hour') as "firstEnd",
           greatest(${startOf(sql, sql`max(dia)`)}, max(instante)) as "lastBegin",
           greatest(${startOf(sql, sql`max(dia + extensao)`)}, max(instante) + interval '1 hour') as to
    from ${cells(sql, filters, options)} as cells`;
  const { from, firstEnd, lastBegin, to } = ends;
  if (!from || !firstEnd || !lastBegin || !to) return undefined;
  return { first: { from, to: firstEnd }, last: { from: lastBegin, to } };
}
