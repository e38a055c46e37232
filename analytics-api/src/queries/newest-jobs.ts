import type { Snapshot } from "../sql/snapshot.ts";

/** Name and creation of the newest job that each workspace created before `before`. */
export const readNewestJobs = (sql: Snapshot, workspaceIds: string[], before: Date) => sql<
  { id_workspace: string; name: string; created_at: Date }[]
>`
  select workspace.id as id_workspace, name, created_at
  from unnest(${workspaceIds}::uuid[]) as workspace (id)
  cross join lateral (
    select nome_workspace as name, data_criacao as created_at from gold.enrichments
    where id_workspace = workspace.id and data_criacao < ${before}
    order by data_criacao desc
    limit 1
  ) as newest`;
