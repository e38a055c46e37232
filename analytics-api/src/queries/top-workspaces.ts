import type { Filters } from "../schemas/filters.ts";
import type { Measures } from "../schemas/measures.ts";
import { readPercentiles } from "../sql/duration-percentiles.ts";
import { measuresOf, readJobSums, sumOf } from "../sql/job-sums.ts";
import type { Snapshot } from "../sql/snapshot.ts";
import { readWorkspaceNames } from "./workspace.ts";

/** The measures to rank by. */
export const workspaceSorts = [
  "total_enriquecimentos",
  "total_contatos",
  "em_processamento",
  "necessitam_reprocessamento",
  "taxa_sucesso",
  "duracao_media_minutos",
] as const satisfies (keyof Measures)[];

export interface WorkspaceRanking {
  sort: (typeof workspaceSorts)[number];
  order: "asc" | "desc";
  limit: number;
}

export interface RankedWorkspace extends Measures {
  id_workspace: string;
  /** As in the workspace's newest job. */
  nome_workspace: string;
}

/** The workspaces that lead in one measure. Those without a value for it come last, equal ones in the order of their ids. */
export async function readTopWorkspaces(
  sql: Snapshot,
  filters: Filters,
  { sort, order, limit }: WorkspaceRanking,
): Promise<RankedWorkspace[]> {
  const direction = order === "asc" ? 1 : -1;
  const leaders = (await readJobSums(sql, filters, ["id_workspace"], { byWorkspace: true }))
    .map((sums) => ({ sums, value: measuresOf([sums], undefined)[sort] }))
    .sort(
      ({ sums: { id_workspace: id }, value: a }, { sums: { id_workspace: otherId }, value: b }) =>
        (a === null || b === null ? Number(a === null) - Number(b === null) : direction * (a - b)) ||
        (id < otherId ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ sums }) => sums);
  const workspaceIds = leaders.map(({ id_workspace }) => id_workspace);
  const percentiles = await readPercentiles(
    sql,
    { ...filters, workspaceIds },
    { jobs: sumOf(leaders, "total_enriquecimentos"), by: "id_workspace" },
  );
  const names = await readWorkspaceNames(sql, workspaceIds);
  return leaders.map((sums) => ({
    id_workspace: sums.id_workspace,
    nome_workspace: names.get(sums.id_workspace) ?? "",
    ...measuresOf([sums], percentiles(1, sums.id_workspace)),
  }));
}
