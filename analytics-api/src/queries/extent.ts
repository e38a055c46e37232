import type { Filters } from "../schemas/filters.ts";
import { type CellOptions, cells, clip, startOf } from "./cells.ts";
import { matching } from "./matching.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export interface Extent {
  from: Date;
  /** Exclusive. */
  to: Date;
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
