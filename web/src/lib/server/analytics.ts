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

/** The URL of a path of the API, with its query string. */
export const analyticsUrl = (path: string, search: string): URL => new URL(path + search, ANALYTICS_API_URL);

/** Turns a failure of the API into an error page in the language of the user. */
export function throwErrorPage(failure: unknown): never {
  if (!(failure instanceof ApiFailure)) throw failure;
  const { status, part } = failure;
  if (status === 404) error(404, m.error_not_found());
  if (status === 414) error(414, m.error_url_too_long());
  if (part === "none") error(400, m.failure_refused());
  error(503, part === "warehouse" ? m.failure_warehouse() : m.failure_api());
}
