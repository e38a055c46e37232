import { readJson } from "#lib/api.ts";
import { apiQuery, chooseInterval } from "#lib/filters.ts";
import { analytics, throwErrorPage } from "#lib/server/analytics.ts";
import { requireFilters } from "#lib/server/filters.ts";
import { readWorkspaces } from "#lib/server/workspaces.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ fetch, url }) => {
  const filters = requireFilters(url);
  const now = Date.now();
  const api = analytics(fetch);
  const query = apiQuery(filters, now);
  const [overview, timeseries, workspaces] = await Promise.all([
    readJson(api.analytics.overview.$get({ query })),
    readJson(
      api.analytics.timeseries.$get({
        query: { ...query, intervalo: chooseInterval(filters), por: "status_processamento" },
      }),
    ),
    readWorkspaces(api, filters, now),
  ]).catch(throwErrorPage);
  const { intervalo: interval, enriquecimentos_fora: outside } = timeseries.meta;
  return { filters, overview, buckets: timeseries.data, interval, outside, workspaces };
};
