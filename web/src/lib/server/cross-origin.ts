import { Hono } from "hono";
import { csrf } from "hono/csrf";
import { problemResponse } from "./problem.ts";

/**
 * Refuses requests that a page of another origin sends to change something; undefined for all others. SvelteKit's own check
 * compares with an origin that is fixed at the build, or guessed as HTTPS.
 * @param origin of the dashboard in the browser, if a proxy replaces the `Host`
 */
export async function refuseCrossOrigin(
  request: Request,
  origin: string | undefined,
): Promise<Response | undefined> {
  const headers = new Headers(request.headers);
  // Hono checks the types that a form can send without a preflight. Here, no type is an exception.
  headers.set("Content-Type", "text/plain");
  const response = await app.fetch(new Request(request.url, { method: request.method, headers }), { origin });
  return response.ok ? undefined : response;
}

const app = new Hono<{ Bindings: { origin: string | undefined } }>()
  .use(
    csrf({
      origin: (sent, c) => sent === c.env.origin || URL.parse(sent)?.host === c.req.header("Host"),
    }),
  )
  .all("*", (c) => c.body(null))
  .onError((_error, c) =>
    problemResponse(
      403,
      `A page of ${c.req.header("Origin") ?? "an unknown origin"} sent this, not one of the dashboard. If it was the dashboard behind a proxy, set ORIGIN to its address in the browser.`,
    ),
  );
