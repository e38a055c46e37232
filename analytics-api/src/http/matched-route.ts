import type { Context } from "hono";
import { routePath } from "hono/route";

/** The pattern, also when a middleware responded; that of a middleware if no route matches, so that there are few. */
export function matchedRoute(c: Context): string {
  const reached = routePath(c);
  return reached.endsWith("*") ? routePath(c, -1) : reached;
}
