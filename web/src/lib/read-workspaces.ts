import { type Api, readJson } from "./api.ts";
import { apiQuery, type Filters } from "./filters.ts";
import type { NamedWorkspace } from "./workspaces.ts";

type Query = Parameters<Api["analytics"]["workspaces"]["top"]["$get"]>[0]["query"];

/** The API's maximum; also the number of options without a search. */
const MAX = "100";
/** Search results. */
const MAX_FOUND = "20";

const top = async (api: Api, query: Query) =>
  (await readJson(api.analytics.workspaces.top.$get({ query }))).data;

/**
 * The workspaces with the most jobs under all filters except the workspace filter, and the chosen ones that are not among
 * them. `ranked` is for the ranking; `choices` is for the filter and includes chosen workspaces without a job under the filters.
 */
export async function readWorkspaces(api: Api, filters: Filters, now: number) {
  const busiest = await top(api, { ...apiQuery({ ...filters, id_workspace: [] }, now), limit: MAX });
  const listed = new Set(busiest.map(({ id_workspace }) => id_workspace));
  const unlisted = filters.id_workspace.filter((id) => !listed.has(id));
  if (unlisted.length === 0) return { ranked: busiest, choices: busiest };
  const [ranked, named] = await Promise.all([
    top(api, { ...apiQuery({ ...filters, id_workspace: unlisted }, now), limit: MAX }),
    top(api, { id_workspace: unlisted, limit: MAX }),
  ]);
  return { ranked: [...busiest, ...ranked], choices: [...busiest, ...named] };
}

/** Workspaces with `search` in their name or as their id, in any period, those with the most jobs first. */
export async function searchWorkspaces(api: Api, search: string): Promise<NamedWorkspace[]> {
  const found = await top(api, { busca: search, limit: MAX_FOUND });
  return found.map(({ id_workspace, nome_workspace }) => ({ id_workspace, nome_workspace }));
}
