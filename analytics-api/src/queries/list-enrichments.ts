import { PERIOD_YEARS } from "../period.ts";
import { enrichmentColumns } from "../schemas/enrichment.ts";
import type { Filters } from "../schemas/filters.ts";
import type { Selection } from "../schemas/selection.ts";
import { endOfClassMs } from "../sql/duration-histogram.ts";
import { shownColumns } from "../sql/enrichment-columns.ts";
import {
  isAfter,
  type ListedEnrichment,
  orderBy,
  type Position,
  sortValue,
} from "../sql/enrichment-order.ts";
import { matchingDimensions, selectedJobs } from "../sql/filter-conditions.ts";
import { startOfDay } from "../sql/instants.ts";
import { countJobs } from "../sql/job-sums.ts";
import { findPeriods, firstPeriods, jobsCreatedIn, readWeekHours } from "../sql/jobs-by-creation.ts";
import type { PageRead, Snapshot, SqlFragment } from "../sql/snapshot.ts";
import { sumOf } from "../sql/sum-of.ts";
import { type ResolvedSelection, resolveSearch } from "./search.ts";

interface Page extends PageRead<Position> {
  offset: number;
}

/** The selected jobs of a page, and their total number; null after a cursor, where they are not counted again. */
export async function listEnrichments(sql: Snapshot, selection: Selection, page: Page) {
  const resolved = await resolveSearch(sql, selection);
  if (resolved.jobId !== undefined) {
    const rows = await readPage(sql, resolved, page, sql`gold.enrichments`);
    return { rows, total: page.after ? null : rows.length };
  }
  if (resolved.weekHours) {
    const found = await findInWeekHours(sql, resolved, resolved.weekHours, page);
    return { rows: await readPage(sql, resolved, page, found.jobs), total: page.after ? null : found.total };
  }
  const isCounted = !page.after || resolved.sort !== "data_criacao";
  const total = isCounted ? await countJobs(sql, resolved.filters) : 0;
  const { jobs } = await findCandidates(sql, resolved, page, total);
  const rows = await readPage(sql, resolved, page, jobs);
  return { rows, total: page.after ? null : total };
}

/** A FROM item with all jobs of the page, found by the hours in which they were created, and the number of selected jobs. */
async function findInWeekHours(
  sql: Snapshot,
  { filters, sort, order }: ResolvedSelection,
  weekHours: readonly number[],
  page: Page,
) {
  const isByTime = sort === "data_criacao";
  const after = isByTime && page.after ? String(page.after[2]) : undefined;
  const hours = await readWeekHours(sql, filters, weekHours, { direction: order, after });
  const ofPage = isByTime ? firstPeriods(hours, page.limit + page.offset) : hours;
  return { jobs: jobsCreatedIn(sql, filters, ofPage), total: sumOf(hours, "jobs") };
}

/** Up to as many selected jobs are found by hour or day of creation, in any order. */
const FEW_JOBS = 1_000;

/**
 * A FROM item with all jobs of the page, and as few others as the rollups and indexes allow. In an object, because `await` would
 * execute a fragment as a query.
 */
async function findCandidates(
  sql: Snapshot,
  { filters, sort, order }: ResolvedSelection,
  page: Page,
  total: number,
) {
  if (sort === "data_criacao") {
    const after = page.after && String(page.after[2]);
    const wanted = { direction: order, after, jobs: page.limit + page.offset };
    return { jobs: jobsCreatedIn(sql, filters, await findPeriods(sql, filters, wanted)) };
  }
  if (total <= FEW_JOBS) {
    const all = { direction: "asc", after: undefined, jobs: total } as const;
    return { jobs: jobsCreatedIn(sql, filters, await findPeriods(sql, filters, all)) };
  }
  const updated = sort === "data_atualizacao" ? await findUpdatePeriod(sql, filters) : undefined;
  if (!updated) return { jobs: sql`gold.enrichments` };
  return {
    jobs: sql`(
      select * from gold.enrichments
      where data_atualizacao >= ${updated.from} and data_atualizacao < ${updated.to}
    )`,
  };
}

/**
 * When the matching jobs can have been updated: from the creation of the first job until the longest duration after the creation of
 * the last one. It limits the part of the update index that PostgreSQL reads. Undefined for implausible dates.
 */
async function findUpdatePeriod(sql: Snapshot, filters: Filters) {
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
  return first >= PERIOD_YEARS.from && end < PERIOD_YEARS.to ? { from: first, to: end } : undefined;
}

const readPage = (
  sql: Snapshot,
  selection: ResolvedSelection,
  { limit, after, offset }: Page,
  jobs: SqlFragment,
) => sql<ListedEnrichment[]>`
  select ${shownColumns(sql)}, ${sortValue(sql, selection.sort)} as sorted_by
  from (
    select ${sql(enrichmentColumns)} from ${jobs} as enrichments
    where ${selectedJobs(sql, selection)} ${after ? sql`and ${isAfter(sql, selection, after)}` : sql``}
    ${orderBy(sql, selection)}
    limit ${limit} offset ${offset}
  ) as enrichments
  ${orderBy(sql, selection)}`;
