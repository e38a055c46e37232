import { type Api, readJson } from "#lib/api.ts";
import { parseZone } from "#lib/filters.ts";
import { loadContent } from "#lib/load-page.ts";
import type { RunHistory } from "#lib/pipeline.ts";
import { historyOf, parseRunSpan, startOf } from "#lib/run-span.ts";
import { readTargets } from "#lib/targets.ts";
import type { PageLoad } from "./$types";

export const load: PageLoad = async (event) => {
  const { searchParams } = event.url;
  const span = parseRunSpan(searchParams);
  const page = await loadContent(event, async (api) => {
    const [{ data, meta }, history, targets] = await Promise.all([
      readJson(api.pipeline.timeline.$get({ query: {} })),
      readHistory(api, historyOf[span], parseZone(searchParams)),
      readTargets(api, { data_inicio: startOf(span, Date.now()) }),
    ]);
    return {
      ...data,
      hours: meta.hours,
      readAt: Date.now(),
      history,
      freshness: targets.data.idade_dados_minutos,
    };
  });
  return { span, ...page };
};

async function readHistory(
  { pipeline }: Api,
  period: (typeof historyOf)[keyof typeof historyOf],
  zone: string,
): Promise<RunHistory | undefined> {
  if (!period) return undefined;
  const { days, interval } = period;
  const { data, meta } = await readJson(
    pipeline.history.$get({ query: { days: String(days), interval, zone } }),
  );
  return { ...data, days: meta.days, interval: meta.interval };
}
