import { secondsAt } from "../duration-histogram.ts";
import { dimensions } from "../schemas/measures.ts";
import { chooseCounted } from "./choose-counted.ts";
import type { JobCounts } from "./count-in-other-order.ts";
import type { Page } from "./page-of-enrichments.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** Where to look for a page: all of its jobs are there, and perhaps others before and after it. */
export interface Whereabouts {
  found: Found;
  /** As it stands among the jobs that are there. */
  page: Page;
  /** A condition on gold. */
  within: SqlFragment;
  counts: JobCounts;
}

/** Rounding may move the bound of a class of durations by less: jobs near it are told by the class itself. */
const ROUNDING = 1e-9;

/** Leaves out the jobs whose counts tell that the page lies before or behind them. */
export function narrowToPage(sql: Snapshot, found: Found, page: Page, counts: JobCounts): Whereabouts {
  // Values without a selected job are not asked for, such as the sizes that a filter leaves out.
  const parts = counts.byValue.map((jobs, value) => ({ jobs, value })).filter(({ jobs }) => jobs > 0);
  if (found.order === "desc") parts.reverse();
  const { counted, skip } = chooseCounted(parts, { skip: page.offset, take: page.limit });
  const values = counted.map(({ value }) => value);
  if (page.after || values.length === 0) return { found, page, within: sql`true`, counts };
  const selected = counted.reduce((sum, { jobs }) => sum + jobs, 0);
  const walked = counts.walked * (selected / counts.selected);
  const narrowed = { page: { ...page, offset: skip }, counts: { ...counts, selected, walked } };
  if (found.sort === "total_contatos") {
    const jobSizes = values.flatMap((value) => dimensions.categoria_tamanho_job[value] ?? []);
    return { ...narrowed, found: { ...found, filters: { ...found.filters, jobSizes } }, within: sql`true` };
  }
  return { ...narrowed, found, within: inClasses(sql, Math.min(...values), Math.max(...values)) };
}

const inClasses = (sql: Snapshot, first: number, last: number): SqlFragment => sql`
  duracao_processamento_minutos
    between ${(secondsAt(first, 0) / 60) * (1 - ROUNDING)} and ${(secondsAt(last, 1) / 60) * (1 + ROUNDING)}
  and gold.faixa_duracao(duracao_processamento_minutos) between ${first} and ${last}`;
