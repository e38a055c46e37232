import { z } from "@hono/zod-openapi";
import type { Enrichment } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import { isInstantText } from "./instant-text.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

type Order = Pick<Selection, "sort" | "order">;

/** Where a row stands in an order: which order that is, the row's values in its columns, and its id. */
export type Position = [sort: string, order: string, values: (string | number)[], id: string];

/** A job in a list, with its values in the columns of the list's order. */
export type ListedEnrichment = Enrichment & { sorted_by: Position[2] };

/** As PostgreSQL writes a `timestamptz` in UTC, with all its digits: a Date would lose the microseconds. */
const instantText = z.string().refine(isInstantText);

/** Equals stand by workspace and date: an index is then entered where the workspaces and the period asked for lie in it. */
const amongEquals = { id_workspace: z.guid(), data_criacao: instantText };

/** The columns of each order and the values that they hold. The id, which ends each, is left out. */
const orders: Record<Selection["sort"], Record<string, z.ZodType<string | number>>> = {
  data_criacao: { data_criacao: instantText },
  data_atualizacao: { data_atualizacao: instantText, ...amongEquals },
  duracao_processamento_minutos: { duracao_processamento_minutos: z.number(), ...amongEquals },
  total_contatos: { total_contatos: z.int32(), ...amongEquals },
  nome_workspace: { nome_workspace: z.string().regex(/^[^\0]*$/), ...amongEquals },
};

/** Where the page after `row` begins, in a form that `positionIn` the same order accepts. */
export const positionOf = ({ sort, order }: Order, row: ListedEnrichment): Position => [
  sort,
  order,
  row.sorted_by,
  row.id_enriquecimento,
];

/** The last row of a page. */
export function positionIn({ sort, order }: Order): z.ZodType<Position> {
  const [first, ...rest] = Object.values(orders[sort]);
  if (!first) throw new Error(`The order ${sort} has no columns.`);
  return z.tuple([z.literal(sort), z.literal(order), z.tuple([first, ...rest]), z.guid()]);
}

/** Where a row stands in an order: the columns that it is sorted by. */
export const placeOf = (sql: Snapshot, order: Pick<Order, "sort">): SqlFragment =>
  listed(sql, columnsOf(sql, order));

/** They name the table: a result column may be called like the one it is made of. */
const columnsOf = (sql: Snapshot, { sort }: Pick<Order, "sort">): SqlFragment[] =>
  [...Object.keys(orders[sort]), "id_enriquecimento"].map((name) => sql`${sql(`enrichments.${name}`)}`);

const listed = (sql: Snapshot, [first = sql``, ...rest]: readonly SqlFragment[]): SqlFragment =>
  rest.reduce((all, one) => sql`${all}, ${one}`, first);

export function inOrder(sql: Snapshot, order: Order): SqlFragment {
  const direction = order.order === "asc" ? sql`asc` : sql`desc`;
  return sql`order by ${listed(
    sql,
    columnsOf(sql, order).map((column) => sql`${column} ${direction}`),
  )}`;
}

/** What rows are sorted by, in the form that a position holds. */
export const sortValues = (sql: Snapshot, sort: Selection["sort"]): SqlFragment => {
  const values = Object.entries(orders[sort]).map(([name, schema]) =>
    schema === instantText ? sql`${sql(name)}::text` : sql`${sql(name)}`,
  );
  return sql`json_build_array(${listed(sql, values)})`;
};

/** Whether a row comes after a position. */
export function beyond(sql: Snapshot, order: Order, [, , values, id]: Position): SqlFragment {
  const schemas = Object.values(orders[order.sort]);
  const bounds = values.map((value, at) =>
    // Sent as text: the driver would send an instant through a Date, without its microseconds.
    schemas[at] === instantText ? sql`${value}::text::timestamptz` : sql`${value}`,
  );
  const comparison = order.order === "asc" ? sql`>` : sql`<`;
  return sql`(${placeOf(sql, order)}) ${comparison} (${listed(sql, [...bounds, sql`${id}`])})`;
}
