import { error } from "@sveltejs/kit";
import { ApiFailure, createApi } from "#lib/api.ts";
import { m } from "#lib/paraglide/messages.js";
import { ANALYTICS_API_KEY, ANALYTICS_API_URL } from "$app/env/private";

/** Headers of every request to the API. */
export const apiHeaders: Record<string, string> = {
  // This server compresses for the browser. Compression between the two servers would only cost time.
  "Accept-Encoding": "identity",
  ...(ANALYTICS_API_KEY && { Authorization: `Bearer ${ANALYTICS_API_KEY}` }),
};

export const analytics = (fetch: typeof globalThis.fetch) =>
  createApi({ fetch, url: ANALYTICS_API_URL, headers: apiHeaders });

/** Turns a failure of the API into an error page in the language of the user. */
export function throwErrorPage(failure: unknown): never {
  if (!(failure instanceof ApiFailure)) throw failure;
  const { status, message } = failure;
  if (status === 404) error(404, m.error_not_found());
  if (status === 414) error(414, m.error_url_too_long());
  if (status === 422) error(400, m.error_bad_request({ detail: message }));
  error(
    503,
    status === undefined ? m.error_api_unreachable() : m.error_api_failed({ status, detail: message }),
  );
}
