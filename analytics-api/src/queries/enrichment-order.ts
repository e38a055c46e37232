import { z } from "@hono/zod-openapi";
import { DateTime } from "luxon";
import type { Enrichment } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

type Order = Pick<Selection, "sort" | "order">;

/** A job in a list, with its value in the list's order. */
export type ListedEnrichment = Enrichment & { sorted_by: string | number };

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
  nome_workspace: z.string().regex(/^[^\0]*$/),
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

export type Position = [sort: string, order: string, value: string | number, id: string];

/** Names the table: a result column may be called like the one it is made of. */
export function inOrder(sql: Snapshot, { sort, order }: Order): SqlFragment {
  const column = sql(`enrichments.${sort}`);
  return order === "asc"
    ? sql`order by ${column}, enrichments.id_enriquecimento`
    : sql`order by ${column} desc, enrichments.id_enriquecimento desc`;
}

/** What rows are sorted by, in the form that a position holds. */
export const sortValue = (sql: Snapshot, sort: Selection["sort"]): SqlFragment =>
  isInstant(sort) ? sql`${sql(sort)}::text` : sql`${sql(sort)}`;

/** Whether a row comes after a position. */
export function beyond(sql: Snapshot, { sort, order }: Order, [, , value, id]: Position): SqlFragment {
  // Sent as text: the driver would send an instant through a Date, without its microseconds.
  const bound = isInstant(sort) ? sql`${value}::text::timestamptz` : sql`${value}`;
  const place = sql`(${sql(sort)}, id_enriquecimento)`;
  return order === "asc" ? sql`${place} > (${bound}, ${id})` : sql`${place} < (${bound}, ${id})`;
}

const isInstant = (sort: Selection["sort"]): boolean =>
  sort === "data_criacao" || sort === "data_atualizacao";
