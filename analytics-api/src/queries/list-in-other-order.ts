import type { Filters } from "../schemas/filters.ts";
import { dimensions } from "../schemas/measures.ts";
import { cells } from "./cells.ts";
import { beyond, inOrder } from "./enrichment-order.ts";
import { matching, ofKind } from "./matching.ts";
import { type EnrichmentPage, type Page, readRows, selected } from "./page-of-enrichments.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** What reading a row costs, in places of an index that are passed by: the best of 5 to 160 with a million jobs. */
const ROW_COST = 40;

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
  (select * from gold.enrichments where ${selected(sql, found)} offset 0) as enrichments`;

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
    asked(dimensions.categoria_tamanho_job, jobSizes).map(
      (size) => sql`(
        select * from gold.enrichments
        where status_processamento = ${status} and categoria_tamanho_job = ${size} and ${matching(sql, others)}
          ${after ? sql`and ${beyond(sql, found, after)}` : sql``}
        ${inOrder(sql, found)}
        limit ${offset + limit})`,
    ),
  );
  return sql`(${rest.reduce((all, one) => sql`${all} union all ${one}`, first)}) as enrichments`;
}

/**
 * Whether it takes less to gather the selected jobs by their workspaces or period than to walk along the order's index to
 * the end of the page. Both pass jobs of other kinds by; walking also those of other workspaces and times, but only until
 * the page is full; in the order of names it enters the index at each workspace. Jobs of a kind are taken to be as frequent
 * everywhere.
 */
async function isSoonerGathered(
  sql: Snapshot,
  { filters, jobId, sort }: Found,
  page: Page,
  total: number,
): Promise<boolean> {
  if (jobId !== undefined || total === 0) return true;
  const inPeriod = filters.from !== undefined || filters.to !== undefined;
  if (!filters.workspaceIds && !inPeriod) return false;
  const { jobs, of_kind, at_places } = await countKinds(sql, filters);
  const rows = page.offset + page.limit;
  const passed = at_places / (sort === "nome_workspace" && !inPeriod ? of_kind : total);
  return total * (jobs / of_kind + ROW_COST) < rows * (passed + ROW_COST);
}

/** All jobs; of them those that the filters' statuses, types and sizes let pass; and those that lie where is walked. */
async function countKinds(sql: Snapshot, { statuses, contactTypes, jobSizes, zone }: Filters) {
  const everywhere = { zone, from: undefined, to: undefined, workspaceIds: undefined };
  const atPlaces = ofKind(sql, { ...everywhere, statuses, contactTypes: undefined, jobSizes });
  const count = sql`sum(total_enriquecimentos)`;
  const [counted] = await sql<[{ jobs: number; of_kind: number; at_places: number }]>`
    select ${count}::bigint as jobs,
           (${count} filter (where ${ofKind(sql, { ...everywhere, statuses, contactTypes, jobSizes })}))::bigint as of_kind,
           (${count} filter (where ${atPlaces}))::bigint as at_places
    from gold.enrichments_monthly_all`;
  return counted;
}

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
