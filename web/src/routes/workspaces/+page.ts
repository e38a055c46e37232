import { readJson } from "#lib/api.ts";
import { apiQuery } from "#lib/filters.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { PAGE_SIZE, parseRanking } from "#lib/ranking.ts";
import { readWorkspaces } from "#lib/read-workspaces.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async (event) => {
  const ranking = parseRanking(event.url.searchParams);
  const { pagina, ...order } = ranking;
  const page = await loadFiltered(event, async (api, filters, now) => {
    const [ranked, workspaces] = await Promise.all([
      readJson(
        api.analytics.workspaces.$get({
          query: { ...apiQuery(filters, now), ...order, page: String(pagina), limit: String(PAGE_SIZE) },
        }),
      ),
      readWorkspaces(api, filters, now),
    ]);
    return { ranked, workspaces };
  });
  return { ranking, ...page };
};
