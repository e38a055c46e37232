import type { Snapshot } from "./snapshot.ts";

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
