import { z } from "@hono/zod-openapi";
import { DateTime } from "luxon";
import type { Enrichment } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

type Order = Pick<Selection, "sort" | "order">;

/** A job in a list, with its value in the list's order. */
export type ListedEnrichment = Enrichment & { sorted_by: Position[2] };

/** As PostgreSQL writes a `timestamptz` in UTC, with all its digits: a Date would lose the microseconds. */
const instantText = z
  .string()
  .regex(/^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/)
  .refine((text) => DateTime.fromSQL(text).isValid);

/** The values that rows can be sorted by. */
const sortValues = {
  data_criacao: instantText,
  data_atualizacao: instantText,
  duracao_processamento_minutos: z.number(),
  total_contatos: z.int32(),
  /** Jobs of workspaces with the same name do not mingle: the index is then entered where a workspace asked for has its jobs. */
  nome_workspace: z.tuple([z.string().regex(/^[^\0]*$/), z.guid()]),
} satisfies Record<Selection["sort"], z.ZodType>;

/** Where the page after `row` begins, in a form that `positionIn` the same order accepts. */
export const positionOf = ({ sort, order }: Order, row: ListedEnrichment): Position => [
  sort,
  order,
  row.sorted_by,
  row.id_enriquecimento,
];

/** The last row of a page: the order it stands in, its value there, and its id. */
export const positionIn = ({ sort, order }: Order) =>
  z.tuple([z.literal(sort), z.literal(order), sortValues[sort], z.guid()]);

export type Position = [
  sort: string,
  order: string,
  value: string | number | [name: string, workspaceId: string],
  id: string,
];

/** The columns of an order. They name the table: a result column may be called like the one it is made of. */
const columnsOf = (sql: Snapshot, { sort }: Pick<Order, "sort">): SqlFragment[] => [
  sql`${sql(`enrichments.${sort}`)}`,
  ...(sort === "nome_workspace" ? [sql`enrichments.id_workspace`] : []),
  sql`enrichments.id_enriquecimento`,
];

const listed = (sql: Snapshot, [first = sql``, ...rest]: readonly SqlFragment[]): SqlFragment =>
  rest.reduce((all, one) => sql`${all}, ${one}`, first);

/** Where a row stands in an order: the columns that it is sorted by. */
export const placeOf = (sql: Snapshot, order: Pick<Order, "sort">): SqlFragment =>
  listed(sql, columnsOf(sql, order));

export function inOrder(sql: Snapshot, order: Order): SqlFragment {
  const direction = order.order === "asc" ? sql`asc` : sql`desc`;
  return sql`order by ${listed(
    sql,
    columnsOf(sql, order).map((column) => sql`${column} ${direction}`),
  )}`;
}

/** What rows are sorted by, in the form that a position holds. */
export const sortValue = (sql: Snapshot, sort: Selection["sort"]): SqlFragment => {
  if (sort === "nome_workspace") return sql`json_build_array(nome_workspace, id_workspace)`;
  return isInstant(sort) ? sql`${sql(sort)}::text` : sql`${sql(sort)}`;
};

/** Whether a row comes after a position. */
export function beyond(sql: Snapshot, order: Order, [, , value, id]: Position): SqlFragment {
  const bounds = [...(Array.isArray(value) ? value : [value]), id].map((bound) => sql`${bound}`);
  // Sent as text: the driver would send an instant through a Date, without its microseconds.
  if (isInstant(order.sort)) bounds[0] = sql`${String(value)}::text::timestamptz`;
  const comparison = order.order === "asc" ? sql`>` : sql`<`;
  return sql`(${placeOf(sql, order)}) ${comparison} (${listed(sql, bounds)})`;
}

const isInstant = (sort: Selection["sort"]): boolean =>
  sort === "data_criacao" || sort === "data_atualizacao";
