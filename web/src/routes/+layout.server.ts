import { ApiFailure, readJson } from "#lib/api.ts";
import { parseZone } from "#lib/filters.ts";
import { pipelineKey } from "#lib/pipeline.ts";
import { analytics } from "#lib/server/analytics.ts";
import { parseTheme, themeCookie } from "#lib/theme.ts";
import type { LayoutServerLoad } from "./$types";

/** Data of the header of every page. The header is also shown while the API is down. */
export const load: LayoutServerLoad = async ({ fetch, url, cookies, locals, depends }) => {
  depends(pipelineKey);
  let isSignedOut = false;
  const status = await readJson(analytics(fetch).pipeline.status.$get({ query: {} })).catch(
    (failure: unknown) => {
      if (!(failure instanceof ApiFailure)) throw failure;
      isSignedOut = failure.status === 401;
      return undefined;
    },
  );
  const { session } = locals;
  return {
    zone: parseZone(url.searchParams),
    theme: parseTheme(cookies.get(themeCookie)),
    /** Epoch milliseconds; ages are relative to it. */
    now: Date.now(),
    /** Undefined while the API cannot be reached, and for visitors who may not read. */
    pipeline: status?.data,
    /** Without its key, which stays on the server. */
    session: session && { name: session.name, scope: session.scope },
    /** Whether reading requires to sign in first. */
    isSignedOut,
  };
};
