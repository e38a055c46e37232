import type { Filters } from "../schemas/filters.ts";
import type { Measures } from "../schemas/measures.ts";
import { matching } from "./matching.ts";
import { counted, measured } from "./measured.ts";
import type { Snapshot } from "./snapshot.ts";

/** The measures to rank by. Percentiles are left out: they cost a sort of every workspace's jobs. */
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
export function readTopWorkspaces(sql: Snapshot, filters: Filters, { sort, order, limit }: WorkspaceRanking) {
  const inOrder = sql`order by ${sql(sort)} ${order === "asc" ? sql`asc` : sql`desc`} nulls last, id_workspace`;
  return sql<RankedWorkspace[]>`
    with leaders as (
      select id_workspace from (
        select id_workspace, ${counted(sql)} from gold.enrichments where ${matching(sql, filters)} group by id_workspace
      ) as workspaces
      ${inOrder}
      limit ${limit}
    ), ranked as (
      select id_workspace, ${measured(sql)}
      from gold.enrichments
      join leaders using (id_workspace)
      where ${matching(sql, filters)}
      group by id_workspace
    )
    select ranked.*, nome_workspace
    from ranked
    cross join lateral (
      select nome_workspace
      from gold.enrichments
      where enrichments.id_workspace = ranked.id_workspace
      order by data_criacao desc
      limit 1
    ) as newest
    ${inOrder}`;
}
