import { ApiFailure, answerOf } from "#lib/api.ts";
import { parseZone } from "#lib/filters.ts";
import { pipelineKey } from "#lib/pipeline.ts";
import { analytics } from "#lib/server/analytics.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";
import type { LayoutServerLoad } from "./$types";

/** What the header of every page tells. An API that is down must not take the header away, so it is told there too. */
export const load: LayoutServerLoad = async ({ fetch, url, cookies, depends }) => {
  depends(pipelineKey);
  const status = await answerOf(analytics(fetch).pipeline.status.$get({ query: {} })).catch(
    (failure: unknown) => {
      if (failure instanceof ApiFailure) return undefined;
      throw failure;
    },
  );
  return {
    zone: parseZone(url.searchParams),
    theme: parseTheme(cookies.get(themeCookie)),
    /** Epoch milliseconds; ages are told from here. */
    now: Date.now(),
    /** Undefined while the API cannot be reached. */
    pipeline: status?.data,
  };
};
