import { enrichmentColumns } from "../schemas/enrichment.ts";
import { beyond, inOrder, type ListedEnrichment, type Position, sortValues } from "./enrichment-order.ts";
import { matching } from "./matching.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

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

/** The condition that a selection means. */
export const selected = (sql: Snapshot, { filters, jobId }: Found): SqlFragment => sql`
  ${matching(sql, filters)} ${jobId === undefined ? sql`` : sql`and id_enriquecimento = ${jobId}`}`;

/**
 * The page's rows, in order. Only these are read: `jobs`, a FROM item called `enrichments`, has but the columns of the order,
 * which PostgreSQL takes from an index.
 */
export const readRows = (sql: Snapshot, found: Found, jobs: SqlFragment, { limit, after, offset }: Page) =>
  sql<ListedEnrichment[]>`
    select ${sql(enrichmentColumns)}, ${sortValues(sql, found.sort)} as sorted_by
    from (
      select enrichments.id_enriquecimento
      from ${jobs}
      ${after ? sql`where ${beyond(sql, found, after)}` : sql``}
      ${inOrder(sql, found)}
      limit ${limit} offset ${offset}
    ) as page
    join gold.enrichments using (id_enriquecimento)
    ${inOrder(sql, found)}`;
