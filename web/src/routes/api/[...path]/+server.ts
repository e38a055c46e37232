import { error } from "@sveltejs/kit";
import { m } from "#lib/paraglide/messages.js";
import { analyticsUrl, apiHeaders } from "#lib/server/analytics.ts";
import { forward } from "#lib/server/forward.ts";
import type { RequestHandler } from "./$types";

/** Shorter than a page waits, so that the page learns which part is silent. */
const TIMEOUT_MS = 8_000;

/** What the dashboard reads. Operating the pipeline is not among it. */
const READABLE = /^(analytics|pipeline)\/[\w./-]+$/;

/** Reads from the analytics API for the browser, which has no key. */
export const GET: RequestHandler = ({ fetch, request, params, url }) => {
  if (!READABLE.test(params.path) || params.path.includes("..")) error(404, m.error_not_found());
  return forward(request, {
    url: analyticsUrl(params.path, url.search),
    headers: apiHeaders,
    fetch,
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
};
