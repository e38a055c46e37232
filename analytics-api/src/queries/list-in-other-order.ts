import type { Filters } from "../schemas/filters.ts";
import { dimensions } from "../schemas/measures.ts";
import { cells } from "./cells.ts";
import { beyond, inOrder, placeOf } from "./enrichment-order.ts";
import { matching } from "./matching.ts";
import { type EnrichmentPage, type Page, readRows, selected } from "./page-of-enrichments.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** What sorting a job takes, in places of an index that are passed by; measured with a million jobs. */
const sortCost = (sort: Found["sort"]): number => (sort === "nome_workspace" ? 5 : 2);

/** A page in another order than that of creation, which has an index of its own. */
export async function listInOtherOrder(sql: Snapshot, found: Found, page: Page): Promise<EnrichmentPage> {
  const total = await countSelected(sql, found);
  const jobs = (await isSoonerGathered(sql, found, page, total))
    ? gathered(sql, found)
    : walked(sql, found, page);
  return { rows: await readRows(sql, found, jobs, page), total: page.after ? null : total };
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

/**
 * Whether it takes less to gather the selected jobs by their workspaces and period than to walk along the order's index to
 * the end of the page. Both pass jobs by that are not selected: gathering all kinds of them, walking those of other workspaces
 * and times, but only until the page is full.
 */
async function isSoonerGathered(sql: Snapshot, found: Found, page: Page, total: number): Promise<boolean> {
  if (found.jobId !== undefined || total === 0) return true;
  const { workspaceIds, from, to, zone, statuses, jobSizes } = found.filters;
  if (!workspaceIds && !from && !to) return false;
  const all = { zone, workspaceIds: undefined, from: undefined, to: undefined };
  const kinds = { statuses, jobSizes, contactTypes: undefined };
  // Where the order lets the index be entered: at workspaces by name, or at a period by update.
  const entered = {
    ...all,
    ...kinds,
    ...(found.sort === "nome_workspace" && { workspaceIds }),
    ...(found.sort === "data_atualizacao" && { from, to }),
  };
  const [counted] = await sql<[{ gathered: number; walked: number }]>`
    select (${count(sql, { ...found.filters, statuses: undefined, contactTypes: undefined, jobSizes: undefined })}) as gathered,
           (${count(sql, entered)}) as walked`;
  const shown = Math.min(page.offset + page.limit, total) / total;
  const sorting = total * sortCost(found.sort);
  return counted.gathered + sorting < shown * (counted.walked + sorting);
}

async function countSelected(sql: Snapshot, found: Found): Promise<number> {
  const [counted] = await sql<[{ total: number }]>`
    select (${
      found.jobId === undefined
        ? count(sql, found.filters)
        : sql`select count(*) from gold.enrichments where ${selected(sql, found)}`
    })::bigint as total`;
  return counted.total;
}

const count = (sql: Snapshot, filters: Filters): SqlFragment =>
  sql`select coalesce(sum(total_enriquecimentos), 0)::bigint from ${cells(sql, filters)} as cells`;
