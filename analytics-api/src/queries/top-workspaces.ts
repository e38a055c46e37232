import type { Filters } from "../schemas/filters.ts";
import type { Measures } from "../schemas/measures.ts";
import { cells } from "./cells.ts";
import type { Snapshot } from "./snapshot.ts";
import { measuresOf, readTallies, type TallyRow, tallied } from "./tally.ts";
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
  const tallies = readTallies(
    await sql<(TallyRow & { id_workspace: string })[]>`
    select id_workspace, ${tallied(sql)}
    from ${cells(sql, filters, { byWorkspace: true })} as cells
    group by id_workspace
    order by id_workspace`,
  );
  const direction = order === "asc" ? 1 : -1;
  const leaders = tallies
    .map(({ id_workspace, ...tally }) => ({ id_workspace, ...measuresOf([tally]) }))
    .sort(({ [sort]: a }, { [sort]: b }) =>
      a === null || b === null ? Number(a === null) - Number(b === null) : direction * (a - b),
    )
    .slice(0, limit);
  const names = await readWorkspaceNames(
    sql,
    leaders.map(({ id_workspace }) => id_workspace),
  );
  return leaders.map((leader) => ({ ...leader, nome_workspace: names.get(leader.id_workspace) ?? "" }));
}
