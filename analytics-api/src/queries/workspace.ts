import type { Snapshot } from "../sql/snapshot.ts";

export interface Workspace {
  id_workspace: string;
  /** As in its newest job. */
  nome_workspace: string;
  primeiro_enriquecimento: Date;
  ultimo_enriquecimento: Date;
}

/** What a workspace is called and since when it has had jobs, whatever the filters; undefined when it never had one. */
export async function readWorkspace(sql: Snapshot, id: string): Promise<Workspace | undefined> {
  const [workspace] = await sql<Workspace[]>`
    select newest.id_workspace, newest.nome_workspace, oldest.data_criacao as primeiro_enriquecimento,
           newest.data_criacao as ultimo_enriquecimento
    from (
      select id_workspace, nome_workspace, data_criacao from gold.enrichments
      where id_workspace = ${id} order by data_criacao desc limit 1
    ) as newest
    cross join (
      select data_criacao from gold.enrichments where id_workspace = ${id} order by data_criacao limit 1
    ) as oldest`;
  return workspace;
}

/** What workspaces are called in their newest jobs, by id. */
export async function readWorkspaceNames(
  sql: Snapshot,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const named = await sql<{ id_workspace: string; nome_workspace: string }[]>`
    select asked.id_workspace, nome_workspace
    from unnest(${[...ids]}::uuid[]) as asked (id_workspace)
    cross join lateral (
      select nome_workspace from gold.enrichments
      where enrichments.id_workspace = asked.id_workspace
      order by data_criacao desc
      limit 1
    ) as newest`;
  return new Map(named.map(({ id_workspace, nome_workspace }) => [id_workspace, nome_workspace]));
}
