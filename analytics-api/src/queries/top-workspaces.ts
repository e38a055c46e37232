import { z } from "@hono/zod-openapi";
import type { Filters } from "../schemas/filters.ts";
import { type Measures, measures } from "../schemas/measures.ts";
import { uuid } from "../schemas/wire.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums, sumOf } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export const rankedWorkspace = measures
  .extend({
    id_workspace: uuid,
    nome_workspace: z.string().openapi({
      description: "Name in the workspace's newest job.",
      example: "Tech Solutions Corp",
    }),
  })
  .openapi("RankedWorkspace");

/** The measures to rank by. */
export const workspaceSorts = [
  "total_enriquecimentos",
  "total_contatos",
  "em_processamento",
  "necessitam_reprocessamento",
  "taxa_sucesso",
  "duracao_media_minutos",
] as const satisfies (keyof Measures)[];

interface WorkspaceRanking {
  sort: (typeof workspaceSorts)[number];
  order: "asc" | "desc";
  limit: number;
}

/** The top workspaces by one measure. Those without a value come last; ties are ordered by id. */
export async function readTopWorkspaces(
  sql: Snapshot,
  filters: Filters,
  { sort, order, limit }: WorkspaceRanking,
): Promise<z.infer<typeof rankedWorkspace>[]> {
  const direction = order === "asc" ? 1 : -1;
  const top = (await readJobSums(sql, filters, ["id_workspace"], { byWorkspace: true }))
    .map((sums) => ({ sums, value: measuresOf([sums], undefined)[sort] }))
    .sort(
      ({ sums: { id_workspace: id }, value: a }, { sums: { id_workspace: otherId }, value: b }) =>
        (a === null || b === null ? Number(a === null) - Number(b === null) : direction * (a - b)) ||
        (id < otherId ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ sums }) => sums);
  const workspaceIds = top.map(({ id_workspace }) => id_workspace);
  const percentiles = await readPercentiles(
    sql,
    { ...filters, workspaceIds },
    { jobs: sumOf(top, "total_enriquecimentos"), by: "id_workspace" },
  );
  const names = await readWorkspaceNames(sql, workspaceIds);
  return top.map((sums) => ({
    id_workspace: sums.id_workspace,
    nome_workspace: names.get(sums.id_workspace) ?? "",
    ...measuresOf([sums], percentiles(1, sums.id_workspace)),
  }));
}

/** The names of workspaces in their newest jobs, by id. */
async function readWorkspaceNames(sql: Snapshot, ids: string[]): Promise<Map<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select workspace.id, nome_workspace as name
    from unnest(${ids}::uuid[]) as workspace (id)
    cross join lateral (
      select nome_workspace from gold.enrichments
      where id_workspace = workspace.id
      order by data_criacao desc
      limit 1
    ) as newest`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
