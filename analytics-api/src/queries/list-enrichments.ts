import { PERIOD_YEARS } from "../period.ts";
import { enrichmentColumns } from "../schemas/enrichment.ts";
import type { Filters } from "../schemas/filters.ts";
import type { Selection } from "../schemas/selection.ts";
import { endOfClassMs } from "../sql/duration-histogram.ts";
import {
  isAfter,
  type ListedEnrichment,
  orderBy,
  type Position,
  sortValue,
} from "../sql/enrichment-order.ts";
import { matchingDimensions, matchingJobs } from "../sql/filter-conditions.ts";
import { startOfDay } from "../sql/instants.ts";
import { findPeriods, jobsCreatedIn } from "../sql/jobs-by-creation.ts";
import type { Snapshot, SqlFragment } from "../sql/snapshot.ts";
import { countJobs } from "./count-jobs.ts";
import { type ResolvedSelection, resolveSearch } from "./search.ts";

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
  const resolved = await resolveSearch(sql, selection);
  const { filters, jobId } = resolved;
  if (jobId !== undefined) {
    const rows = await readPage(sql, resolved, page, sql`gold.enrichments`);
    return { rows, total: page.after ? null : rows.length };
  }
  const isCounted = !page.after || resolved.sort !== "data_criacao";
  const total = isCounted ? await countJobs(sql, filters) : 0;
  return { rows: await readRows(sql, resolved, page, total), total: page.after ? null : total };
}

/** Selected jobs that are so few are found by the hours or days that have some, whatever the order. */
const FEW_JOBS = 1_000;

async function readRows(sql: Snapshot, resolved: ResolvedSelection, page: Page, total: number) {
  const { filters, sort, order } = resolved;
  if (sort === "data_criacao") {
    const after = page.after && String(page.after[2]);
    const wanted = { direction: order, after, jobs: page.limit + page.offset };
    return readPage(
      sql,
      resolved,
      page,
      jobsCreatedIn(sql, filters, await findPeriods(sql, filters, wanted)),
    );
  }
  if (total <= FEW_JOBS) {
    const all = { direction: "asc", after: undefined, jobs: total } as const;
    return readPage(sql, resolved, page, jobsCreatedIn(sql, filters, await findPeriods(sql, filters, all)));
  }
  if (sort === "data_atualizacao") {
    const span = await findUpdates(sql, filters);
    if (span)
      return readPage(
        sql,
        resolved,
        page,
        sql`(select * from gold.enrichments where data_atualizacao >= ${span.first} and data_atualizacao < ${span.end})`,
      );
  }
  return readPage(sql, resolved, page, sql`gold.enrichments`);
}

/**
 * When the matching jobs can have been updated: not before the first was created, nor later after the last was created than
 * the longest took. PostgreSQL then reads the index by update no further than it has to. Undefined for impossible dates.
 */
async function findUpdates(sql: Snapshot, filters: Filters): Promise<{ first: Date; end: Date } | undefined> {
  const { workspaceIds, from, to } = filters;
  const [created] = await sql<[{ first: Date; end: Date; longest: number }]>`
    select ${startOfDay(sql, sql`min(dia)`)} as first, ${startOfDay(sql, sql`(max(dia) + 1)`)} as end,
           max(faixas_duracao[cardinality(faixas_duracao)]) as longest
    from gold.enrichments_by_day
    where ${workspaceIds ? sql`id_workspace = any(${workspaceIds}::uuid[])` : sql`id_workspace is null`}
      ${matchingDimensions(sql, filters)}`;
  const first = from && from > created.first ? from : created.first;
  const lastCreated = to && to < created.end ? to : created.end;
  const end = new Date(lastCreated.getTime() + endOfClassMs(created.longest));
  return first >= PERIOD_YEARS.from && end < PERIOD_YEARS.to ? { first, end } : undefined;
}

/** @param jobs a FROM item that holds all jobs of the page */
const readPage = (
  sql: Snapshot,
  { filters, jobId, ...order }: ResolvedSelection,
  { limit, after, offset }: Page,
  jobs: SqlFragment,
) => sql<ListedEnrichment[]>`
  select ${sql(enrichmentColumns)}, ${sortValue(sql, order.sort)} as sorted_by
  from (
    select ${sql(enrichmentColumns)} from ${jobs} as enrichments
    where ${selected(sql, { filters, jobId })} ${after ? sql`and ${isAfter(sql, order, after)}` : sql``}
    ${orderBy(sql, order)}
    limit ${limit} offset ${offset}
  ) as enrichments
  ${orderBy(sql, order)}`;

/** The condition that a selection means. */
export const selected = (
  sql: Snapshot,
  { filters, jobId }: Pick<ResolvedSelection, "filters" | "jobId">,
): SqlFragment => sql`
  ${matchingJobs(sql, filters)} ${jobId === undefined ? sql`` : sql`and id_enriquecimento = ${jobId}`}`;
