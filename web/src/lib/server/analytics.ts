import { error } from "@sveltejs/kit";
import { ApiFailure, createApi } from "#lib/api.ts";
import { m } from "#lib/paraglide/messages.js";
import { ANALYTICS_API_KEY, ANALYTICS_API_URL } from "$app/env/private";

/** Who this server is for the API. */
export const credentials: Record<string, string> = {
  // This server compresses for the browser; between the two servers it would only cost time.
  "Accept-Encoding": "identity",
  ...(ANALYTICS_API_KEY && { Authorization: `Bearer ${ANALYTICS_API_KEY}` }),
};

export const analytics = (fetch: typeof globalThis.fetch) =>
  createApi({ fetch, url: ANALYTICS_API_URL, headers: credentials });

/** Shows a failure of the API as an error page in the reader's language. */
export function showFailure(failure: unknown): never {
  if (!(failure instanceof ApiFailure)) throw failure;
  const { status, message } = failure;
  if (status === 404) error(404, m.error_not_found());
  if (status === 422) error(400, m.error_bad_request({ detail: message }));
  error(
    503,
    status === undefined ? m.error_api_unreachable() : m.error_api_failed({ status, detail: message }),
  );
}
