import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { cells, DAYS_ZONE, dayOf, instantArray, startOf } from "./cells.ts";
import { matching } from "./matching.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";
import { measuresOf, readTallies, type TallyRow, tallied } from "./tally.ts";

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

export interface Span {
  from: Date;
  /** Exclusive. */
  to: Date;
}

/**
 * Every bucket of `interval` that touches `span`, also the empty ones, oldest first. Weeks begin on Monday.
 * @param span where all jobs lie that match `filters`
 */
export async function readTimeseries(
  sql: Snapshot,
  filters: Filters,
  span: Span,
  interval: Interval,
  by: Dimension | undefined,
): Promise<Bucket[]> {
  const spans = await readBuckets(sql, span, interval, filters.zone);
  const beginnings = spans.map(({ inicio }) => inicio);
  const cuts = interval !== "hora" && filters.zone === DAYS_ZONE ? [] : beginnings;
  // A cell's bucket is its place among the beginnings of all buckets, of which it lies across none.
  const groups = readTallies(
    await sql<(TallyRow & { numero: number; valor?: string })[]>`
    select
      case when dia is null then width_bucket(instante, beginnings) else width_bucket(dia, days) end as numero,
      ${by ? sql`${sql(by)} as valor,` : sql``}
      ${tallied(sql)}
    from ${cells(sql, filters, { cuts })} as cells,
      (
        select array_agg(beginning) as beginnings, array_agg(${dayOf(sql, sql`beginning`)}) as days
        from unnest(${instantArray(sql, beginnings)}) as beginning
      ) as buckets
    group by numero ${by ? sql`, valor` : sql``}`,
  );
  const groupsOf = Map.groupBy(groups, ({ numero }) => numero);
  return spans.map((span, index) => {
    const own = groupsOf.get(index + 1) ?? [];
    const values = by ? dimensions[by] : [];
    return {
      ...span,
      ...measuresOf(own),
      grupos: values.map((valor) => ({
        valor,
        ...measuresOf(own.filter((group) => group.valor === valor)),
      })),
    };
  });
}

/** The buckets' ends, by the calendar of `zone`. */
const readBuckets = (sql: Snapshot, { from, to }: Span, interval: Interval, zone: string) => {
  const unit = units[interval];
  const step = `1 ${unit}`;
  return sql<{ inicio: Date; fim: Date }[]>`
    select inicio, date_add(inicio, ${step}::interval, ${zone}) as fim
    from generate_series(
      date_trunc(${unit}, ${from}::timestamptz, ${zone}),
      ${to}::timestamptz - interval '1 microsecond',
      ${step}::interval,
      ${zone}
    ) as inicio`;
};

/** From the first matching job to the last one or to `asOf`, whichever is later; undefined when none matches. */
export async function readExtent(
  sql: Snapshot,
  filters: Filters,
  asOf: Date | null,
): Promise<Span | undefined> {
  // The jobs of the first and of the last cell that has any are looked at, no others: a cell has at most 25 hours.
  const job = (inicio: SqlFragment, direction: SqlFragment) => sql`(
    select data_criacao from gold.enrichments
    where data_criacao >= ${inicio} and data_criacao < ${inicio} + interval '25 hours' and ${matching(sql, filters)}
    order by data_criacao ${direction} limit 1)`;
  const [extent] = await sql<[{ first: Date | null; end: Date | null }]>`
    select ${job(sql`first`, sql`asc`)} as first,
           greatest(${job(sql`last`, sql`desc`)} + interval '1 millisecond', ${asOf}::timestamptz) as end
    from (
      select least(${startOf(sql, sql`min(dia)`)}, min(instante)) as first,
             greatest(${startOf(sql, sql`max(dia)`)}, max(instante)) as last
      from ${cells(sql, filters)} as cells
      offset 0
    ) as ends`;
  return extent.first && extent.end ? { from: extent.first, to: extent.end } : undefined;
}
