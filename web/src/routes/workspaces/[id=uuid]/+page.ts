import { readJson } from "#lib/api.ts";
import { readAttention } from "#lib/attention/attention-answer.ts";
import { comparisons, parseComparison, periodOf } from "#lib/comparison.ts";
import { apiQuery, chooseInterval, type Filters } from "#lib/filters.ts";
import { loadFiltered } from "#lib/load-page.ts";
import { readSeries } from "#lib/read-series.ts";
import { readTargets } from "#lib/targets.ts";
import type { Status } from "#lib/vocabulary.ts";
import type { PageLoad } from "./$types";

/** Newest jobs that are listed. */
const NEWEST = "10";

const finishedStatuses: Status[] = ["CONCLUIDO", "FALHOU", "CANCELADO"];

export const load: PageLoad = (event) =>
  loadFiltered(event, async (api, filters, now) => {
    const { id } = event.params;
    const own: Filters = { ...filters, id_workspace: [id] };
    const { id_workspace, ...query } = apiQuery(filters, now);
    const comparison = parseComparison(event.url.searchParams, comparisons);
    const comparar = periodOf(comparison);
    const countBySize = async (statuses: Status[]) => {
      const query = apiQuery({ ...own, status_processamento: statuses }, now);
      return (
        await readJson(api.analytics.breakdown.$get({ query: { ...query, por: "categoria_tamanho_job" } }))
      ).data;
    };
    const [attention, workspace, standing, series, durationSeries, targets, failed, finished, newest] =
      await Promise.all([
        readAttention(api, id),
        readJson(api.analytics.workspaces[":id"].$get({ param: { id }, query: { ...query, comparar } })),
        readJson(api.analytics.workspaces[":id"].standing.$get({ param: { id }, query })),
        readSeries(api, own, now, { comparison: comparar }),
        // A workspace seldom finishes enough jobs a day for percentiles.
        chooseInterval(filters) === "dia" ? readSeries(api, own, now, { interval: "semana" }) : undefined,
        readTargets(api, apiQuery(own, now)),
        countBySize(["FALHOU"]),
        countBySize(finishedStatuses),
        readJson(api.analytics.enrichments.$get({ query: { ...apiQuery(own, now), limit: NEWEST } })),
      ]);
    return {
      attention,
      comparison,
      workspace,
      standing: standing.data,
      series,
      durationSeries,
      targets,
      failed,
      finished,
      newest: newest.data,
    };
  });
