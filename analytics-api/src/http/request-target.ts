import type { Context } from "hono";

/** Path and query of a request, to be shown and logged: a key that somebody put there by mistake is masked. */
export function requestTarget(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return (pathname + search).replaceAll(/em_\d+_[\w-]+/g, "em_***");
}
