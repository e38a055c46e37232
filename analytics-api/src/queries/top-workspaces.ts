import type { Filters } from "../schemas/filters.ts";
import type { Measures } from "../schemas/measures.ts";
import { matching } from "./matching.ts";
import { measured } from "./measured.ts";
import type { Snapshot } from "./snapshot.ts";

export const workspaceSorts = [
  "total_enriquecimentos",
  "total_contatos",
  "em_processamento",
  "necessitam_reprocessamento",
  "taxa_sucesso",
  "duracao_media_minutos",
  "duracao_p95_minutos",
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
export const readTopWorkspaces = (
  sql: Snapshot,
  filters: Filters,
  { sort, order, limit }: WorkspaceRanking,
) =>
  sql<RankedWorkspace[]>`
    with ranked as (
      select id_workspace, ${measured(sql)}
      from gold.enrichments
      where ${matching(sql, filters)}
      group by id_workspace
      order by ${sql(sort)} ${order === "asc" ? sql`asc` : sql`desc`} nulls last, id_workspace
      limit ${limit}
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
    order by ${sql(sort)} ${order === "asc" ? sql`asc` : sql`desc`} nulls last, id_workspace`;
