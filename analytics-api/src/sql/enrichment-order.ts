import { z } from "@hono/zod-openapi";
import { DateTime } from "luxon";
import type { Enrichment } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

type Order = Pick<Selection, "sort" | "order">;
type List = Pick<Selection, "sort" | "order" | "weekHours">;

/** The position of a row in a list: the list and its order, the row's value in the sort column, and its id, which breaks ties. */
export type Position = [list: string, order: string, value: string | number, id: string];

/** A job in a list, with its value in the sort column. */
export type ListedEnrichment = Enrichment & { sorted_by: Position[2] };

/** The years of PostgreSQL's `timestamptz` as a count without a gap between BC and AD; its first, 4714 BC, is incomplete. */
const FIRST_YEAR = -4_712;
const LAST_YEAR = 294_276;

/** Whether PostgreSQL can have formatted a `timestamptz` in UTC as `text`, including `infinity` and years BC. */
export function isInstantText(text: string): boolean {
  if (text === "infinity" || text === "-infinity") return true;
  const written = /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?\+00( BC)?$/.exec(text);
  if (!written) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = written.slice(1, 7).map(Number);
  const counted = written[7] ? 1 - year : year;
  if (year < 1 || hour > 23 || counted < FIRST_YEAR || counted > LAST_YEAR) return false;
  // The calendar repeats every 400 years, and luxon supports fewer years than PostgreSQL.
  const likeYear = 2_000 + (((counted % 400) + 400) % 400);
  return DateTime.fromObject({ year: likeYear, month, day, hour, minute, second }, { zone: "utc" }).isValid;
}

/** PostgreSQL's text of an instant: a Date would lose the microseconds. */
const instantText = z.string().refine(isInstantText);

/** The values of each sort column. */
const values: Record<Selection["sort"], z.ZodType<string | number>> = {
  data_criacao: instantText,
  data_atualizacao: instantText,
  duracao_processamento_minutos: z.number(),
  total_contatos: z.int32(),
  nome_workspace: z.string().regex(/^[^\0]*$/),
};

/** The sort column, and the hours of the week. */
const nameOf = ({ sort, weekHours = [] }: List): string => [sort, ...weekHours].join();

export const positionOf = (list: List, row: ListedEnrichment): Position => [
  nameOf(list),
  list.order,
  row.sorted_by,
  row.id_enriquecimento,
];

/** Accepts the positions of a list in its order only. */
export const positionIn = (list: List): z.ZodType<Position> =>
  z.tuple([z.literal(nameOf(list)), z.literal(list.order), values[list.sort], z.guid()]);

/** For a FROM item named `enrichments`. */
export function orderBy(sql: Snapshot, { sort, order }: Order): SqlFragment {
  const direction = order === "asc" ? sql`asc` : sql`desc`;
  return sql`order by ${sql(`enrichments.${sort}`)} ${direction}, enrichments.id_enriquecimento ${direction}`;
}

/** The sort column as a position holds it. */
export const sortValue = (sql: Snapshot, sort: Selection["sort"]): SqlFragment =>
  values[sort] === instantText ? sql`${sql(sort)}::text` : sql`${sql(sort)}`;

export function isAfter(sql: Snapshot, { sort, order }: Order, [, , value, id]: Position): SqlFragment {
  const comparison = order === "asc" ? sql`>` : sql`<`;
  // Sent as text: the driver would convert an instant to a Date and lose its microseconds.
  const bound = values[sort] === instantText ? sql`${value}::text::timestamptz` : sql`${value}`;
  return sql`(${sql(sort)}, id_enriquecimento) ${comparison} (${bound}, ${id}::uuid)`;
}
