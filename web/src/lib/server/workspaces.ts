import type { Api } from "#lib/api.ts";
import { answerOf } from "#lib/api.ts";
import { apiQuery, type Filters } from "#lib/filters.ts";
import type { NamedWorkspace } from "#lib/workspaces.ts";

type Query = Parameters<Api["analytics"]["workspaces"]["top"]["$get"]>[0]["query"];

/** As many as the API serves, and as the filter offers without a search. */
const MOST = "100";
const FOUND = "20";

const top = async (api: Api, query: Query) =>
  (await answerOf(api.analytics.workspaces.top.$get({ query }))).data;

/**
 * The workspaces with the most jobs under all filters but the one by workspace, and those chosen that are not among them:
 * `ranked` for the ranking, `choices` for the filter, which also names those without a job under the filters.
 */
export async function readWorkspaces(api: Api, filters: Filters, now: number) {
  const busiest = await top(api, { ...apiQuery({ ...filters, id_workspace: [] }, now), limit: MOST });
  const listed = new Set(busiest.map(({ id_workspace }) => id_workspace));
  const unlisted = filters.id_workspace.filter((id) => !listed.has(id));
  if (unlisted.length === 0) return { ranked: busiest, choices: busiest };
  const [ranked, named] = await Promise.all([
    top(api, { ...apiQuery({ ...filters, id_workspace: unlisted }, now), limit: MOST }),
    top(api, { id_workspace: unlisted, limit: MOST }),
  ]);
  return { ranked: [...busiest, ...ranked], choices: [...busiest, ...named] };
}

/** Any workspaces with `search` in their name, or of that id, whatever the period; those with the most jobs first. */
export async function searchWorkspaces(api: Api, search: string): Promise<NamedWorkspace[]> {
  const found = await top(api, { busca: search, limit: FOUND });
  return found.map(({ id_workspace, nome_workspace }) => ({ id_workspace, nome_workspace }));
}
