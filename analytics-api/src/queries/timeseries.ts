import type { Filters } from "../schemas/filters.ts";
import { type Dimension, dimensions, type Measures } from "../schemas/measures.ts";
import { matching } from "./matching.ts";
import { filled, measured } from "./measured.ts";
import type { Snapshot } from "./snapshot.ts";

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

/** Every bucket of `interval` that touches `[from, to)`, also the empty ones, oldest first. Weeks begin on Monday. */
export async function readTimeseries(
  sql: Snapshot,
  filters: Filters & { from: Date; to: Date },
  interval: Interval,
  by: Dimension | undefined,
): Promise<Bucket[]> {
  const buckets = await readSeries<BucketRow>(sql, filters, interval, undefined);
  const groups = by ? await readSeries<BucketRow & { valor: string }>(sql, filters, interval, by) : [];
  const groupsOf = Map.groupBy(groups, ({ inicio }) => inicio.getTime());
  return buckets.map((bucket) => ({
    ...bucket,
    grupos: (groupsOf.get(bucket.inicio.getTime()) ?? []).map(({ inicio, fim, ...group }) => group),
  }));
}

type BucketRow = Measures & { inicio: Date; fim: Date };

/** Buckets, or with `by` buckets times the dimension's values, each with what was measured or zero. */
function readSeries<Row extends BucketRow>(
  sql: Snapshot,
  filters: Filters & { from: Date; to: Date },
  interval: Interval,
  by: Dimension | undefined,
) {
  const unit = units[interval];
  const step = `1 ${unit}`;
  const { from, to, zone } = filters;
  // A job's bucket is its place among the beginnings of all buckets: reckoning in the zone per job would cost twice as much.
  return sql<Row[]>`
    with buckets as (
      select inicio, date_add(inicio, ${step}::interval, ${zone}) as fim, numero
      from generate_series(
        date_trunc(${unit}, ${from}::timestamptz, ${zone}),
        ${to}::timestamptz - interval '1 microsecond',
        ${step}::interval,
        ${zone}
      ) with ordinality as series (inicio, numero)
    ), counted as (
      select
        width_bucket(data_criacao, (select array_agg(inicio order by inicio) from buckets)) as numero,
        ${by ? sql`${sql(by)} as valor,` : sql``}
        ${measured(sql)}
      from gold.enrichments
      where ${matching(sql, filters)}
      group by 1 ${by ? sql`, ${sql(by)}` : sql``}
    )
    select
      inicio,
      fim,
      ${by ? sql`valor,` : sql``}
      ${filled(sql)}
    from buckets
    ${by ? sql`cross join unnest(${[...dimensions[by]]}::text[]) with ordinality as grupos (valor, ordem)` : sql``}
    left join counted using (numero ${by ? sql`, valor` : sql``})
    order by numero ${by ? sql`, ordem` : sql``}`;
}

/** From the first matching job to the last one or to `asOf`, whichever is later; undefined when none matches. */
export async function readExtent(
  sql: Snapshot,
  filters: Filters,
  asOf: Date | null,
): Promise<{ from: Date; to: Date } | undefined> {
  const [extent] = await sql<[{ first: Date | null; end: Date | null }]>`
    select min(data_criacao) as first,
           greatest(max(data_criacao) + interval '1 millisecond', ${asOf}::timestamptz) as end
    from gold.enrichments
    where ${matching(sql, filters)}`;
  return extent.first && extent.end ? { from: extent.first, to: extent.end } : undefined;
}
