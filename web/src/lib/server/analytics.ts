import { createApi } from "#lib/api.ts";
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
