import type { Context } from "hono";
import { withoutKeys } from "./quoted.ts";

/** Path and query of a request, to be shown and logged, without keys. */
export function requestTarget(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return withoutKeys(pathname + search);
}
