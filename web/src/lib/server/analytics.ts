import { error, redirect } from "@sveltejs/kit";
import { ApiFailure, createApi } from "#lib/api.ts";
import { m } from "#lib/paraglide/messages.js";
import { getRequestEvent } from "$app/server";
import { showsPage, signInPath } from "./access.ts";
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

/** Turns a failure of the API into an error page in the language of the user, or leads to the sign-in page. */
export function throwErrorPage(failure: unknown): never {
  if (!(failure instanceof ApiFailure)) throw failure;
  const { status, part } = failure;
  if (status === 401) requireSignIn();
  if (status === 404) error(404, m.error_not_found());
  if (status === 414) error(414, m.error_url_too_long());
  if (part === "none") error(400, m.failure_refused());
  error(503, part === "warehouse" ? m.failure_warehouse() : m.failure_api());
}

/** The API requires a key, or has refused the visitor's. */
function requireSignIn(): never {
  const event = getRequestEvent();
  if (showsPage(event)) redirect(303, signInPath(event, event.locals.session !== undefined));
  error(401, m.sign_in_required());
}
