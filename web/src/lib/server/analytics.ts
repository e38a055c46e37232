import { createApi } from "#lib/api.ts";
import { settings } from "./settings.ts";

/** Headers of every request to the API; `handleFetch` adds the visitor's key. */
export const apiHeaders: Record<string, string> = {
  // This server compresses for the browser. Compression between the two servers would only cost time.
  "Accept-Encoding": "identity",
};

/** @param fetch of a request's event, for its key */
export const analytics = (fetch: typeof globalThis.fetch) =>
  createApi({ fetch, url: settings.analyticsApiUrl, headers: apiHeaders });

/** The URL of a path of the API, with its query string. */
export const analyticsUrl = (path: string, search: string): URL =>
  new URL(path + search, settings.analyticsApiUrl);
