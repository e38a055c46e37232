import { type Api, readJson } from "./api.ts";
import { apiQuery, chooseInterval, type Filters } from "./filters.ts";

/** The jobs under the filters over time, by status. */
export async function readSeries(api: Api, filters: Filters, now: number) {
  const { data, meta } = await readJson(
    api.analytics.timeseries.$get({
      query: {
        ...apiQuery(filters, now),
        intervalo: chooseInterval(filters),
        por: "status_processamento",
      },
    }),
  );
  return { buckets: data, interval: meta.intervalo, outside: meta.enriquecimentos_fora };
}

export type Series = Awaited<ReturnType<typeof readSeries>>;
