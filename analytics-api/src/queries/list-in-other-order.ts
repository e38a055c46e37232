import type { Filters } from "../schemas/filters.ts";
import { dimensions } from "../schemas/measures.ts";
import { countInOtherOrder } from "./count-in-other-order.ts";
import { beyond, inOrder, placeOf } from "./enrichment-order.ts";
import { matching } from "./matching.ts";
import { narrowToPage, type Whereabouts } from "./narrow-to-page.ts";
import { type EnrichmentPage, type Page, readRows, selected } from "./page-of-enrichments.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/**
 * What a job costs where gathering one costs 1, measured with a million jobs: to sort it; and to pass it by in an order's index,
 * of which PostgreSQL skips some, unless, as with updates, hardly two jobs have the same value.
 */
const SORTING = 2;
const SKIPPING = 1 / 3;
/** In the same measure: to look each of some hundred names up at all of the index's places. */
const NAMES = 30_000;

/** A page in another order than that of creation, which has an index of its own. */
export async function listInOtherOrder(sql: Snapshot, found: Found, page: Page): Promise<EnrichmentPage> {
  const counts = await countInOtherOrder(sql, found);
  const total = page.after ? null : counts.selected;
  if (page.offset >= counts.selected) return { rows: [], total };
  const whereabouts = narrowToPage(sql, found, page, counts);
  const isGathered = isSoonerGathered(whereabouts);
  // The planner takes skipping along the order's index for passing all of it by, and would rather sort at each of its places.
  if (!isGathered) await sql`set local enable_sort = off`;
  const jobs = isGathered ? gathered(sql, whereabouts) : walked(sql, whereabouts);
  return { rows: await readRows(sql, found, jobs, whereabouts.page), total };
}

/** The selected jobs, to be sorted. OFFSET 0 keeps PostgreSQL from walking along the order's index instead. */
const gathered = (sql: Snapshot, { found, within }: Whereabouts): SqlFragment => sql`(
  select ${placeOf(sql, found)} from gold.enrichments where ${selected(sql, found)} and ${within} offset 0
) as enrichments`;

/**
 * The selected jobs up to the page's end, by status and size as the order's index has them: PostgreSQL walks along it at all
 * of these places at once, and at each no further than the page needs.
 */
function walked(sql: Snapshot, { found, page, within }: Whereabouts): SqlFragment {
  const { after, offset, limit } = page;
  const [first = sql``, ...rest] = dimensions.status_processamento.flatMap((status) =>
    dimensions.categoria_tamanho_job.map((size) => {
      const place = sql`status_processamento = ${status} and categoria_tamanho_job = ${size}`;
      return sql`(
        select ${placeOf(sql, found)} from gold.enrichments
        where ${place} and ${matching(sql, found.filters)} and ${within}
          ${found.sort === "data_atualizacao" ? updatedIn(sql, found.filters, place) : sql``}
          ${after ? sql`and ${beyond(sql, found, after)}` : sql``}
        ${inOrder(sql, found)}
        limit ${offset + limit})`;
    }),
  );
  return sql`(${rest.reduce((all, one) => sql`${all} union all ${one}`, first)}) as enrichments`;
}

/** A hundred thousand years: what a period's end can be moved by and still be a timestamp. */
const MAX_MINUTES = 100_000 * 365 * 24 * 60;

/**
 * When the jobs of a place that were created in the period can have been updated: no sooner than created, and no later than
 * the place's longest duration allows.
 */
const updatedIn = (sql: Snapshot, { from, to }: Filters, place: SqlFragment): SqlFragment => sql`
  ${from ? sql`and data_atualizacao >= ${from}` : sql``}
  ${
    to
      ? sql`and data_atualizacao <= (
          select case when longest < ${MAX_MINUTES}::double precision
            then ${to}::timestamptz + interval '1 second' + interval '1 minute' * longest else 'infinity' end
          from (select max(duracao_processamento_minutos) as longest from gold.enrichments where ${place}) as durations)`
      : sql``
  }`;

/**
 * Whether it takes less to gather the selected jobs by their workspaces and period than to walk along the order's index to
 * the end of the page. Both pass jobs by that are not selected: gathering all kinds of them, walking those of other workspaces
 * and times, but only until the page is full.
 */
function isSoonerGathered({ found, page, counts }: Whereabouts): boolean {
  const { selected, gathered, walked } = counts;
  if (found.jobId !== undefined) return true;
  const shown = Math.min(page.offset + page.limit, selected) / selected;
  const sorting = selected * SORTING;
  const passing = found.sort === "data_atualizacao" ? 1 : SKIPPING;
  const entering = found.sort === "nome_workspace" ? NAMES : 0;
  return gathered + sorting < entering + shown * (walked * passing + sorting);
}
