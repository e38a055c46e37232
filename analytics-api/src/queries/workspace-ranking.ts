import { z } from "@hono/zod-openapi";
import type { Filters } from "../schemas/filters.ts";
import { measures } from "../schemas/measures.ts";
import { uuid } from "../schemas/wire.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { sumOf } from "../sql/sum-of.ts";

export const rankedWorkspace = measures
  .extend({
    id_workspace: uuid,
    nome_workspace: z.string().openapi({
      description: "Name in the workspace's newest job.",
      example: "Tech Solutions Corp",
    }),
  })
  .openapi("RankedWorkspace");

/** What to rank by: each measure, or the name. */
export const workspaceSort = z.enum([...measures.keyof().options, "nome_workspace"]);

type WorkspaceSums = Awaited<ReturnType<typeof readJobSums<"id_workspace">>>[number];

interface WorkspaceRanking {
  sort: z.infer<typeof workspaceSort>;
  order: "asc" | "desc";
  limit: number;
  offset: number;
}

/** Workspaces by one measure or by name. Those without a value come last; ties are ordered by id. */
export async function rankWorkspaces(
  sql: Snapshot,
  filters: Filters,
  { sort, order, limit, offset }: WorkspaceRanking,
) {
  const all = await readJobSums(sql, filters, ["id_workspace"], { byWorkspace: true });
  const rankedBy = await readSortValues(sql, filters, all, sort);
  const shown = all
    .map((sums) => ({ ...sums, value: rankedBy(sums) }))
    .sort((a, b) => compareValues(a.value, b.value, order) || (a.id_workspace < b.id_workspace ? -1 : 1))
    .slice(offset, offset + limit);
  const ids = shown.map(({ id_workspace }) => id_workspace);
  const percentiles = await readWorkspacePercentiles(sql, { ...filters, workspaceIds: ids }, shown);
  const names = await readWorkspaceNames(sql, ids);
  return {
    rows: shown.map((sums) => ({
      id_workspace: sums.id_workspace,
      nome_workspace: names.get(sums.id_workspace) ?? "",
      ...measuresOf([sums], percentiles(1, sums.id_workspace)),
    })),
    /** Workspaces with a matching job. */
    total: all.length,
  };
}

/** The value that each workspace is ranked by. */
async function readSortValues(
  sql: Snapshot,
  filters: Filters,
  all: WorkspaceSums[],
  sort: WorkspaceRanking["sort"],
) {
  if (sort === "nome_workspace") {
    const ids = all.map(({ id_workspace }) => id_workspace);
    const names = await readWorkspaceNames(sql, ids);
    return ({ id_workspace }: WorkspaceSums) => names.get(id_workspace) ?? null;
  }
  const isPercentile = sort === "duracao_p50_minutos" || sort === "duracao_p95_minutos";
  const percentiles = isPercentile ? await readWorkspacePercentiles(sql, filters, all) : undefined;
  return (sums: WorkspaceSums) => measuresOf([sums], percentiles?.(1, sums.id_workspace))[sort];
}

const readWorkspacePercentiles = (sql: Snapshot, filters: Filters, workspaces: WorkspaceSums[]) =>
  readPercentiles(sql, filters, { jobs: sumOf(workspaces, "total_enriquecimentos"), by: "id_workspace" });

const { compare: compareNames } = new Intl.Collator("pt-BR");

/** Null comes last in both orders. */
function compareValues(a: number | string | null, b: number | string | null, order: "asc" | "desc"): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const ascending =
    typeof a === "number" && typeof b === "number" ? a - b : compareNames(String(a), String(b));
  return order === "asc" ? ascending : -ascending;
}

/** The names of workspaces in their newest jobs, by id. */
async function readWorkspaceNames(sql: Snapshot, ids: string[]) {
  const rows = await sql<{ id: string; name: string }[]>`
    select workspace.id, nome_workspace as name
    from unnest(${ids}::uuid[]) as workspace (id)
    cross join lateral (
      select nome_workspace from gold.enrichments
      where id_workspace = workspace.id
      order by data_criacao desc limit 1
    ) as newest`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
