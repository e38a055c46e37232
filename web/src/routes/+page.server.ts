import { answerOf } from "#lib/api.ts";
import { apiQuery, intervalOf } from "#lib/filters.ts";
import { analytics, showFailure } from "#lib/server/analytics.ts";
import { requireFilters } from "#lib/server/filters.ts";
import { readWorkspaces } from "#lib/server/workspaces.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, url }) => {
  const filters = requireFilters(url);
  const now = Date.now();
  const api = analytics(fetch);
  const query = apiQuery(filters, now);
  const [overview, timeseries, workspaces] = await Promise.all([
    answerOf(api.analytics.overview.$get({ query })),
    answerOf(
      api.analytics.timeseries.$get({
        query: { ...query, intervalo: intervalOf(filters), por: "status_processamento" },
      }),
    ),
    readWorkspaces(api, filters, now),
  ]).catch(showFailure);
  const { intervalo: interval, enriquecimentos_fora: outside } = timeseries.meta;
  return { filters, overview, buckets: timeseries.data, interval, outside, workspaces };
};
