import { ApiFailure, readJson } from "#lib/api.ts";
import { parseZone } from "#lib/filters.ts";
import { pipelineKey } from "#lib/pipeline.ts";
import { analytics } from "#lib/server/analytics.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";
import type { LayoutServerLoad } from "./$types";

/** Data of the header of every page. The header is also shown while the API is down. */
export const load: LayoutServerLoad = async ({ fetch, url, cookies, depends }) => {
  depends(pipelineKey);
  const status = await readJson(analytics(fetch).pipeline.status.$get({ query: {} })).catch(
    (failure: unknown) => {
      if (failure instanceof ApiFailure) return undefined;
      throw failure;
    },
  );
  return {
    zone: parseZone(url.searchParams),
    theme: parseTheme(cookies.get(themeCookie)),
    /** Epoch milliseconds; ages are relative to it. */
    now: Date.now(),
    /** Undefined while the API cannot be reached. */
    pipeline: status?.data,
  };
};
