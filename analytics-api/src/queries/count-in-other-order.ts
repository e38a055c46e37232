import { mergeDurationHistograms, parseDurationHistogram } from "../duration-histogram.ts";
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
  if (found.jobId !== undefined) {
    const { length } = await sql`select from gold.enrichments where ${selected(sql, found)}`;
    return { selected: length, byValue: [], gathered: length, walked: length };
  }
  const [parts, walked] = await Promise.all([countParts(sql, found), countWalked(sql, found)]);
  return {
    selected: sumOf(parts.map(({ selected }) => selected)),
    gathered: sumOf(parts.map(({ gathered }) => gathered)),
    walked,
    byValue:
      found.sort === "total_contatos"
        ? dimensions.categoria_tamanho_job.map((_, size) => sumOf(parts.map(({ sizes }) => sizes[size] ?? 0)))
        : [...mergeDurationHistograms(parts.map(({ histogram }) => parseDurationHistogram(histogram)))],
  };
}

/** Of the cells of each part of the period; sizes and histogram only where they are the order's values. */
interface PartCounts extends Pick<JobCounts, "selected" | "gathered"> {
  sizes: number[];
  histogram: Buffer;
}

const countParts = (sql: Snapshot, { filters, sort }: Found) => {
  const ofAnyKind = { ...filters, statuses: undefined, contactTypes: undefined, jobSizes: undefined };
  const asked = ofKind(sql, filters);
  const sizes = dimensions.categoria_tamanho_job
    .map((size) => count(sql, sql`${asked} and categoria_tamanho_job = ${size}`))
    .reduce((all, one) => sql`${all}, ${one}`);
  const histogram = sql`coalesce(sum(histograma_duracao) filter (where ${asked}), 0)`;
  const each = (cells: SqlFragment) => sql`
    select ${count(sql, asked)} as selected,
           ${count(sql, sql`true`)} as gathered,
           ${sort === "total_contatos" ? sql`array[${sizes}]` : sql`array[]::integer[]`} as sizes,
           numeric_send(${sort === "duracao_processamento_minutos" ? histogram : sql`0`}) as histogram
    from ${cells}`;
  return sql<PartCounts[]>`select * from ${cells(sql, ofAnyKind, { each })} as parts`;
};

async function countWalked(sql: Snapshot, { filters, sort }: Found): Promise<number> {
  const entered = {
    ...filters,
    contactTypes: undefined,
    ...(sort !== "nome_workspace" && { workspaceIds: undefined }),
    ...(sort !== "nome_workspace" && sort !== "data_atualizacao" && { from: undefined, to: undefined }),
  };
  const each = (cells: SqlFragment) => sql`select ${count(sql, sql`true`)} as jobs from ${cells}`;
  const parts = await sql<{ jobs: number }[]>`select * from ${cells(sql, entered, { each })} as parts`;
  return sumOf(parts.map(({ jobs }) => jobs));
}

const count = (sql: Snapshot, condition: SqlFragment): SqlFragment =>
  sql`coalesce(sum(total_enriquecimentos) filter (where ${condition}), 0)::integer`;

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
