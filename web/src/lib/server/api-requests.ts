import { problemResponse } from "./problem.ts";
import type { Session } from "./session.ts";
import { settings } from "./settings.ts";

/** The key for the visitor's requests to the API; undefined without one. */
export const keyOf = (session: Session | undefined): string | undefined => session?.key ?? settings.sharedKey;

type Fetch = typeof globalThis.fetch;

/** Sends a request to the API with the visitor's key and without the browser's cookies. */
export async function fetchFromApi(
  request: Request,
  session: Session | undefined,
  fetch: Fetch,
): Promise<Response> {
  if (settings.requiresSession && !session) return problemResponse(401, "Reading requires a session.");
  const key = keyOf(session);
  const headers = new Headers(request.headers);
  if (key !== undefined) headers.set("Authorization", `Bearer ${key}`);
  return fetch(new Request(request, { headers, credentials: "omit" }));
}

export const isForApi = ({ url }: Request): boolean =>
  new URL(url).origin === new URL(settings.analyticsApiUrl).origin;
