import { DateTime } from "luxon";
import { enrichmentColumns } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import { cells } from "./cells.ts";
import { beyond, inOrder, type ListedEnrichment, type Position, sortValue } from "./enrichment-order.ts";
import { findHours } from "./hours-of-jobs.ts";
import { matching } from "./matching.ts";
import { type Found, lookUp } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The condition that a selection means. */
export const selected = (sql: Snapshot, { filters, jobId }: Found): SqlFragment => sql`
  ${matching(sql, filters)} ${jobId === undefined ? sql`` : sql`and id_enriquecimento = ${jobId}`}`;

export interface Page {
  limit: number;
  /** The last row of the page before. */
  after: Position | undefined;
  /** Rows to skip. */
  offset: number;
}

export interface EnrichmentPage {
  rows: ListedEnrichment[];
  /** All selected jobs; null behind a cursor, where they are not counted again. */
  total: number | null;
}

/** Up to `limit` of the selected jobs. */
export async function listEnrichments(
  sql: Snapshot,
  selection: Selection,
  page: Page,
): Promise<EnrichmentPage> {
  const found = await lookUp(sql, selection);
  if (found.sort === "data_criacao" && found.jobId === undefined)
    return page.after ? listOnByCreation(sql, found, page, page.after) : listByCreation(sql, found, page);
  return listInOtherOrder(sql, found, page);
}

/**
 * Walks along the order's index and leaves out what is not selected; or, where the workspaces or the period asked for have
 * fewer jobs than would have to be walked past, gathers those and sorts them. OFFSET 0 keeps PostgreSQL, which cannot
 * know how the one relates to the other, from walking.
 */
async function listInOtherOrder(sql: Snapshot, found: Found, page: Page): Promise<EnrichmentPage> {
  const total = await countSelected(sql, found);
  const gathered = isFindable(found) && total * total < (page.offset + page.limit) * (await countJobs(sql));
  return {
    rows: await readRows(
      sql,
      found,
      sql`(select * from gold.enrichments where ${selected(sql, found)} ${gathered ? sql`offset 0` : sql``}) as enrichments`,
      page,
    ),
    total: page.after ? null : total,
  };
}

const isFindable = ({ jobId, filters }: Found): boolean =>
  jobId === undefined &&
  [filters.workspaceIds, filters.from, filters.to].some((filter) => filter !== undefined);

async function countJobs(sql: Snapshot): Promise<number> {
  const [counted] = await sql<[{ total: number }]>`
    select coalesce(sum(total_enriquecimentos), 0)::bigint as total from gold.enrichments_daily_all`;
  return counted.total;
}

async function listByCreation(sql: Snapshot, found: Found, page: Page): Promise<EnrichmentPage> {
  const stretch = { skip: page.offset, take: page.limit };
  const { hours, skip, total } = await findHours(sql, found.filters, found.order, stretch);
  return { rows: await readRows(sql, found, createdIn(sql, found, hours), { ...page, offset: skip }), total };
}

/** Jobs of the cursor's hour may stand on either side of it: that hour is read besides those that the counts tell. */
async function listOnByCreation(
  sql: Snapshot,
  found: Found,
  page: Page,
  after: Position,
): Promise<EnrichmentPage> {
  const hour = DateTime.fromSQL(String(after[2]), { zone: "utc" }).startOf("hour");
  const { from, to } = found.filters;
  const rest =
    found.order === "asc"
      ? {
          from: DateTime.max(hour.plus({ hours: 1 }), from ? DateTime.fromJSDate(from) : hour).toJSDate(),
          to,
        }
      : { from, to: DateTime.min(hour, to ? DateTime.fromJSDate(to) : hour).toJSDate() };
  const stretch = { skip: 0, take: page.limit };
  const { hours } = await findHours(sql, { ...found.filters, ...rest }, found.order, stretch);
  return {
    rows: await readRows(sql, found, createdIn(sql, found, [hour.toJSDate(), ...hours]), page),
    total: null,
  };
}

/** The selected jobs of these hours. OFFSET 0 has PostgreSQL look up each hour by itself. */
const createdIn = (sql: Snapshot, found: Found, hours: readonly Date[]): SqlFragment => sql`
  unnest(${hours.map((hour) => hour.toISOString())}::timestamptz[]) as hora
  cross join lateral (
    select * from gold.enrichments
    where data_criacao >= hora and data_criacao < hora + interval '1 hour' and ${selected(sql, found)}
    offset 0
  ) as enrichments`;

const readRows = (sql: Snapshot, found: Found, jobs: SqlFragment, { limit, after, offset }: Page) => sql<
  ListedEnrichment[]
>`
  select ${sql(enrichmentColumns)}, ${sortValue(sql, found.sort)} as sorted_by
  from ${jobs}
  ${after ? sql`where ${beyond(sql, found, after)}` : sql``}
  ${inOrder(sql, found)}
  limit ${limit} offset ${offset}`;

async function countSelected(sql: Snapshot, found: Found): Promise<number> {
  const [counted] = await sql<[{ total: number }]>`
    select coalesce(sum(total), 0)::bigint as total
    from ${
      found.jobId === undefined
        ? sql`(select total_enriquecimentos as total from ${cells(sql, found.filters)} as cells)`
        : sql`(select 1 as total from gold.enrichments where ${selected(sql, found)})`
    } as counts`;
  return counted.total;
}
