import { parseDurationHistogram } from "../duration-histogram.ts";
import { dimensions } from "../schemas/measures.ts";
import { cells } from "./cells.ts";
import { ofKind } from "./matching.ts";
import { selected } from "./page-of-enrichments.ts";
import type { Found } from "./search.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export interface JobCounts {
  selected: number;
  /** The same by what the rollups tell apart of the order's values, from the least to the greatest: sizes, or classes of duration. */
  byValue: number[];
  /** Jobs of any kind in the selected workspaces and period. */
  gathered: number;
  /** Jobs of the selected kinds, where the order's index can be entered: at workspaces by name, at the period by name and update. */
  walked: number;
}

/** What the rollups tell about a list in another order than that of creation. */
export async function countInOtherOrder(sql: Snapshot, found: Found): Promise<JobCounts> {
  const { filters, jobId, sort } = found;
  if (jobId !== undefined) {
    const { length } = await sql`select from gold.enrichments where ${selected(sql, found)}`;
    return { selected: length, byValue: [], gathered: length, walked: length };
  }
  const ofAnyKind = { ...filters, statuses: undefined, contactTypes: undefined, jobSizes: undefined };
  const entered = {
    ...filters,
    contactTypes: undefined,
    ...(sort !== "nome_workspace" && { workspaceIds: undefined }),
    ...(sort !== "nome_workspace" && sort !== "data_atualizacao" && { from: undefined, to: undefined }),
  };
  const [{ histogram, sizes, ...counts }] = await sql<
    [Omit<JobCounts, "byValue"> & { histogram: Buffer; sizes: number[] }]
  >`
    select ${count(sql, ofKind(sql, filters))} as selected,
           ${count(sql, sql`true`)} as gathered,
           (select ${count(sql, sql`true`)} from ${cells(sql, entered)} as cells) as walked,
           ${sort === "total_contatos" ? sql`array[${bySize(sql, found)}]` : sql`array[]::integer[]`} as sizes,
           numeric_send(${
             sort === "duracao_processamento_minutos"
               ? sql`coalesce(sum(histograma_duracao) filter (where ${ofKind(sql, filters)}), 0)`
               : sql`0`
           }) as histogram
    from ${cells(sql, ofAnyKind)} as cells`;
  return {
    ...counts,
    byValue: sort === "total_contatos" ? sizes : [...parseDurationHistogram(histogram)],
  };
}

const count = (sql: Snapshot, condition: SqlFragment): SqlFragment =>
  sql`coalesce(sum(total_enriquecimentos) filter (where ${condition}), 0)::integer`;

const bySize = (sql: Snapshot, { filters }: Found): SqlFragment =>
  dimensions.categoria_tamanho_job
    .map((size) => count(sql, sql`${ofKind(sql, filters)} and categoria_tamanho_job = ${size}`))
    .reduce((all, one) => sql`${all}, ${one}`);
