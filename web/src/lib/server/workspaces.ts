import type { Api } from "#lib/api.ts";
import { answerOf } from "#lib/api.ts";
import { apiQuery, type Filters } from "#lib/filters.ts";

/**
 * The 100 workspaces with the most jobs under all filters but the one by workspace: both the choices of that filter and
 * the ranking, from one question.
 */
export const busiestWorkspaces = async (api: Api, filters: Filters, now: number) =>
  (
    await answerOf(
      api.analytics.workspaces.top.$get({
        query: { ...apiQuery({ ...filters, id_workspace: [] }, now), limit: "100" },
      }),
    )
  ).data;
