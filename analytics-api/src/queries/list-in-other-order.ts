import type { Filters } from "../schemas/filters.ts";
import { dimensions } from "../schemas/measures.ts";
import { cells } from "./cells.ts";
import { beyond, inOrder, placeOf } from "./enrichment-order.ts";
import { matching, ofKind } from "./matching.ts";
import { type EnrichmentPage, type Page, readRows, selected } from "./page-of-enrichments.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** What it takes to sort a job, and to pass one by in an order's index, where a job is gathered in 1; measured with a million. */
const SORTING = 2;
const PASSING_BY = 1 / 3;

/** A page in another order than that of creation, which has an index of its own. */
export async function listInOtherOrder(sql: Snapshot, found: Found, page: Page): Promise<EnrichmentPage> {
  const counts = await countJobs(sql, found);
  const total = page.after ? null : counts.selected;
  if (isSoonerGathered(found, page, counts))
    return { rows: await readRows(sql, found, gathered(sql, found), page), total };
  // The planner takes skipping along the order's index for passing all of it by, and would rather sort at each of its places.
  await sql`set local enable_sort = off`;
  return { rows: await readRows(sql, found, walked(sql, found, page), page), total };
}

/** The selected jobs, to be sorted. OFFSET 0 keeps PostgreSQL from walking along the order's index instead. */
const gathered = (sql: Snapshot, found: Found): SqlFragment => sql`
  (select ${placeOf(sql, found)} from gold.enrichments where ${selected(sql, found)} offset 0) as enrichments`;

/**
 * The selected jobs up to the page's end, by status and size as the order's index has them: PostgreSQL walks along it at all
 * of these places at once, and at each no further than the page needs.
 */
function walked(sql: Snapshot, found: Found, { after, offset, limit }: Page): SqlFragment {
  const { statuses, jobSizes } = found.filters;
  const others = { ...found.filters, statuses: undefined, jobSizes: undefined };
  const asked = <Value extends string>(values: readonly Value[], filter: string[] | undefined) =>
    values.filter((value) => filter?.includes(value) ?? true);
  const [first = sql``, ...rest] = asked(dimensions.status_processamento, statuses).flatMap((status) =>
    asked(dimensions.categoria_tamanho_job, jobSizes).map((size) => {
      const place = sql`status_processamento = ${status} and categoria_tamanho_job = ${size}`;
      return sql`(
        select ${placeOf(sql, found)} from gold.enrichments
        where ${place} and ${matching(sql, others)}
          ${found.sort === "data_atualizacao" ? updatedIn(sql, found.filters, place) : sql``}
          ${after ? sql`and ${beyond(sql, found, after)}` : sql``}
        ${inOrder(sql, found)}
        limit ${offset + limit})`;
    }),
  );
  return sql`(${rest.reduce((all, one) => sql`${all} union all ${one}`, first)}) as enrichments`;
}

/**
 * When the jobs of a place that were created in the period can have been updated: no sooner than created, and no later than
 * the place's longest duration allows.
 */
const updatedIn = (sql: Snapshot, { from, to }: Filters, place: SqlFragment): SqlFragment => sql`
  ${from ? sql`and data_atualizacao >= ${from}` : sql``}
  ${
    to
      ? sql`and data_atualizacao <= ${to}::timestamptz + interval '1 second' + interval '1 minute' * (
          select max(duracao_processamento_minutos) from gold.enrichments where ${place})`
      : sql``
  }`;

interface Counts {
  selected: number;
  /** Jobs of any kind in the selected workspaces and period. */
  gathered: number;
  /** Jobs of the selected kinds, where the order's index can be entered: at workspaces by name, at the period by name and update. */
  walked: number;
}

/**
 * Whether it takes less to gather the selected jobs by their workspaces and period than to walk along the order's index to
 * the end of the page. Both pass jobs by that are not selected: gathering all kinds of them, walking those of other workspaces
 * and times, but only until the page is full.
 */
function isSoonerGathered({ jobId }: Found, page: Page, { selected, gathered, walked }: Counts): boolean {
  if (jobId !== undefined || selected === 0) return true;
  const shown = Math.min(page.offset + page.limit, selected) / selected;
  const sorting = selected * SORTING;
  return gathered + sorting < shown * (walked * PASSING_BY + sorting);
}

async function countJobs(sql: Snapshot, found: Found): Promise<Counts> {
  const { filters, jobId, sort } = found;
  if (jobId !== undefined) {
    const jobs = await sql`select from gold.enrichments where ${selected(sql, found)}`;
    return { selected: jobs.length, gathered: jobs.length, walked: jobs.length };
  }
  const ofAnyKind = { ...filters, statuses: undefined, contactTypes: undefined, jobSizes: undefined };
  const entered = {
    ...filters,
    contactTypes: undefined,
    ...(sort !== "nome_workspace" && { workspaceIds: undefined }),
    ...(sort !== "nome_workspace" && sort !== "data_atualizacao" && { from: undefined, to: undefined }),
  };
  const [counted] = await sql<[Counts]>`
    select coalesce(sum(total_enriquecimentos) filter (where ${ofKind(sql, filters)}), 0)::bigint as selected,
           coalesce(sum(total_enriquecimentos), 0)::bigint as gathered,
           (select coalesce(sum(total_enriquecimentos), 0)::bigint from ${cells(sql, entered)} as cells) as walked
    from ${cells(sql, ofAnyKind)} as cells`;
  return counted;
}
