import { analyticsUrl, apiHeaders } from "#lib/server/analytics.ts";
import { forward } from "#lib/server/forward.ts";
import { showHeartbeats } from "#lib/server/show-heartbeats.ts";
import type { RequestHandler } from "./$types";

/** The API's event stream. It ends when the browser leaves or the API stops. */
export const GET: RequestHandler = async ({ fetch, request }) => {
  const stream = await forward(request, {
    url: analyticsUrl("events", ""),
    headers: apiHeaders,
    fetch,
    signal: request.signal,
  });
  return stream.ok ? showHeartbeats(stream) : stream;
};
