import { z } from "@hono/zod-openapi";
import type { Enrichment } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import { isInstantText } from "./instant-text.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export type Order = Pick<Selection, "sort" | "order">;

/** Where a row stands in an order: which order that is, the row's value in its column, and its id, by which equal rows are sorted. */
export type Position = [sort: string, order: string, value: string | number, id: string];

/** A job in a list, with its value in the column of the list's order. */
export type ListedEnrichment = Enrichment & { sorted_by: Position[2] };

/** As PostgreSQL writes a `timestamptz` in UTC, with all its digits: a Date would lose the microseconds. */
const instantText = z.string().refine(isInstantText);

/** The values that each order's column holds. */
const values: Record<Selection["sort"], z.ZodType<string | number>> = {
  data_criacao: instantText,
  data_atualizacao: instantText,
  duracao_processamento_minutos: z.number(),
  total_contatos: z.int32(),
  nome_workspace: z.string().regex(/^[^\0]*$/),
};

/** Where the page after `row` begins, in a form that `positionIn` the same order accepts. */
export const positionOf = ({ sort, order }: Order, row: ListedEnrichment): Position => [
  sort,
  order,
  row.sorted_by,
  row.id_enriquecimento,
];

/** The last row of a page. */
export const positionIn = ({ sort, order }: Order): z.ZodType<Position> =>
  z.tuple([z.literal(sort), z.literal(order), values[sort], z.guid()]);

/** Columns of a FROM item called `enrichments`. */
export function orderBy(sql: Snapshot, { sort, order }: Order): SqlFragment {
  const direction = order === "asc" ? sql`asc` : sql`desc`;
  return sql`order by ${sql(`enrichments.${sort}`)} ${direction}, enrichments.id_enriquecimento ${direction}`;
}

/** What rows are sorted by, in the form that a position holds. */
export const sortValue = (sql: Snapshot, sort: Selection["sort"]): SqlFragment =>
  values[sort] === instantText ? sql`${sql(sort)}::text` : sql`${sql(sort)}`;

/** Whether a row comes after a position. */
export function isAfter(sql: Snapshot, { sort, order }: Order, [, , value, id]: Position): SqlFragment {
  const comparison = order === "asc" ? sql`>` : sql`<`;
  // Sent as text: the driver would send an instant through a Date, without its microseconds.
  const bound = values[sort] === instantText ? sql`${value}::text::timestamptz` : sql`${value}`;
  return sql`(${sql(sort)}, id_enriquecimento) ${comparison} (${bound}, ${id}::uuid)`;
}
