import { z } from "@hono/zod-openapi";
import type { Filters } from "../schemas/filters.ts";
import type { Selection } from "../schemas/selection.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** A selection whose search has become filters. */
export interface ResolvedSelection extends Omit<Selection, "search"> {
  /** The only job, when the search was its id. */
  jobId: string | undefined;
}

/**
 * Turns a search into filters, which the rollups can serve. An id is that of a job or else of a workspace; any other text is
 * part of what workspaces are called now, that is in their newest job.
 */
export async function resolveSearch(
  sql: Snapshot,
  { search, ...selection }: Selection,
): Promise<ResolvedSelection> {
  const resolved = (filters: Filters, jobId?: string) => ({ ...selection, filters, jobId });
  const { filters } = selection;
  if (search === undefined) return resolved(filters);
  if (isId(search)) {
    const [job] = await sql`select from gold.enrichments where id_enriquecimento = ${search}`;
    if (job) return resolved(filters, search);
  }
  return resolved(await searchWorkspaces(sql, filters, search));
}

/** Narrows filters to the workspaces that `search` finds: by their id, or by part of what they are called now. */
export async function searchWorkspaces(sql: Snapshot, filters: Filters, search: string): Promise<Filters> {
  if (isId(search)) return narrowed(filters, [search.toLowerCase()]);
  const workspaces = await readWorkspacesCalled(sql, search);
  return workspaces === "all" ? filters : narrowed(filters, workspaces);
}

const isId = (search: string): boolean => z.guid().safeParse(search).success;

const narrowed = (filters: Filters, workspaceIds: string[]): Filters => {
  const asked = filters.workspaceIds?.map((id) => id.toLowerCase());
  return { ...filters, workspaceIds: asked ? workspaceIds.filter((id) => asked.includes(id)) : workspaceIds };
};

/** The ids of the workspaces with `text` in their name. Reads one job of each workspace, however many it has. */
async function readWorkspacesCalled(sql: Snapshot, text: string): Promise<string[] | "all"> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
  const workspaces = await sql<{ id: string; called: boolean }[]>`
    with recursive workspaces as (
      (select id_workspace as id from gold.enrichments order by id_workspace limit 1)
      union all
      select next.id
      from workspaces cross join lateral (
        select id_workspace as id from gold.enrichments
        where id_workspace > workspaces.id
        order by id_workspace limit 1
      ) as next
    )
    select id, nome_workspace ilike ${pattern} as called
    from workspaces cross join lateral (
      select nome_workspace from gold.enrichments
      where id_workspace = id
      order by data_criacao desc limit 1
    ) as newest`;
  const called = workspaces.filter((workspace) => workspace.called).map(({ id }) => id);
  return called.length === workspaces.length ? "all" : called;
}
