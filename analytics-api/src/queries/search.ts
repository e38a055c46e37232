import { z } from "@hono/zod-openapi";
import type { Filters } from "../schemas/filters.ts";
import type { Selection } from "../schemas/selection.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/**
 * Replaces a search by filters, which the rollups support. An id is that of a job, which is then the only one selected, or else of a
 * workspace; any other text is part of the name that a workspace has in its newest job.
 */
export async function resolveSearch(sql: Snapshot, { search, ...selection }: Selection) {
  const { filters } = selection;
  if (search === undefined) return { ...selection, jobId: undefined };
  if (isId(search)) {
    const [job] = await sql`select from gold.enrichments where id_enriquecimento = ${search}`;
    if (job) return { ...selection, jobId: search };
  }
  return { ...selection, filters: await searchWorkspaces(sql, filters, search), jobId: undefined };
}

export type ResolvedSelection = Awaited<ReturnType<typeof resolveSearch>>;

/** Restricts filters to the workspaces with this id, or with this text in their name. */
export async function searchWorkspaces(sql: Snapshot, filters: Filters, search: string): Promise<Filters> {
  if (isId(search)) return restrictTo(filters, [search.toLowerCase()]);
  const workspaceIds = await findWorkspaceIds(sql, search);
  return workspaceIds === "all" ? filters : restrictTo(filters, workspaceIds);
}

const isId = (search: string): boolean => z.guid().safeParse(search).success;

const restrictTo = (filters: Filters, ids: string[]): Filters => {
  const requested = filters.workspaceIds?.map((id) => id.toLowerCase());
  return { ...filters, workspaceIds: ids.filter((id) => requested?.includes(id) ?? true) };
};

/** The ids of the workspaces with `text` in their name. Reads one job per workspace. */
async function findWorkspaceIds(sql: Snapshot, text: string): Promise<string[] | "all"> {
  const workspaces = await sql<{ id: string; name: string }[]>`
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
    select id, nome_workspace as name
    from workspaces cross join lateral (
      select nome_workspace from gold.enrichments
      where id_workspace = id
      order by data_criacao desc limit 1
    ) as newest`;
  const wanted = withoutCaseAndAccents(text);
  const ids = workspaces
    .filter(({ name }) => withoutCaseAndAccents(name).includes(wanted))
    .map(({ id }) => id);
  return ids.length === workspaces.length ? "all" : ids;
}

/** "Comércio" is found by "comercio". */
const withoutCaseAndAccents = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase();
