import { z } from "@hono/zod-openapi";
import { DateTime } from "luxon";
import { type Enrichment, enrichmentColumns } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import { matching } from "./matching.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

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
export const positionOf = ({ sort, order }: Selection, row: ListedEnrichment): Position => [
  sort,
  order,
  row.sorted_by,
  row.id_enriquecimento,
];

/** The last row of a page: the order it stands in, its value there, and its id. */
export const positionIn = ({ sort, order }: Selection) =>
  z.tuple([z.literal(sort), z.literal(order), sortValues[sort], z.guid()]);

type Position = [sort: string, order: string, value: string | number, id: string];

export type ListedEnrichment = Enrichment & { sorted_by: string | number };

/** The condition that a selection's filters and search mean. */
export const selected = (sql: Snapshot, { filters, search }: Selection): SqlFragment => sql`
  ${matching(sql, filters)} ${search === undefined ? sql`` : sql`and (${found(sql, search)})`}`;

const found = (sql: Snapshot, search: string): SqlFragment => {
  const pattern = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return z.guid().safeParse(search).success
    ? sql`id_enriquecimento = ${search} or id_workspace = ${search}`
    : sql`nome_workspace ilike ${pattern}`;
};

/** Names the table: a result column may be called like the one it is made of. */
export function inOrder(sql: Snapshot, { sort, order }: Selection): SqlFragment {
  const column = sql(`enrichments.${sort}`);
  return order === "asc"
    ? sql`order by ${column}, enrichments.id_enriquecimento`
    : sql`order by ${column} desc, enrichments.id_enriquecimento desc`;
}

/** Up to `limit` jobs after `after`, or after skipping `offset` of them. */
export const listEnrichments = (
  sql: Snapshot,
  selection: Selection,
  { limit, after, offset = 0 }: { limit: number; after?: Position | undefined; offset?: number | undefined },
) => sql<ListedEnrichment[]>`
  select ${sql(enrichmentColumns)}, ${sortValue(sql, selection.sort)} as sorted_by
  from gold.enrichments
  where ${selected(sql, selection)} ${after ? sql`and ${beyond(sql, selection, after)}` : sql``}
  ${inOrder(sql, selection)}
  limit ${limit} offset ${offset}`;

const isInstant = (sort: Selection["sort"]): boolean =>
  sort === "data_criacao" || sort === "data_atualizacao";

const sortValue = (sql: Snapshot, sort: Selection["sort"]): SqlFragment =>
  isInstant(sort) ? sql`${sql(sort)}::text` : sql`${sql(sort)}`;

function beyond(sql: Snapshot, { sort, order }: Selection, [, , value, id]: Position): SqlFragment {
  // Sent as text: the driver would send an instant through a Date, without its microseconds.
  const bound = isInstant(sort) ? sql`${value}::text::timestamptz` : sql`${value}`;
  const place = sql`(${sql(sort)}, id_enriquecimento)`;
  return order === "asc" ? sql`${place} > (${bound}, ${id})` : sql`${place} < (${bound}, ${id})`;
}

/** How many jobs are selected. */
export async function countEnrichments(sql: Snapshot, selection: Selection): Promise<number> {
  const [counted] = await sql<[{ total: number }]>`
    select count(*) as total from gold.enrichments where ${selected(sql, selection)}`;
  return counted.total;
}
