import { createHash } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { API_VERSION } from "../version.ts";
import type { AppEnv } from "./app-env.ts";

/**
 * Gives answers that depend on nothing but the warehouse's state and the request a strong ETag, and answers 304 before
 * any of the handler's queries when the client's is still good. Follows `snapshot`. Other answers get their ETag from their body.
 */
export const revalidation = createMiddleware<AppEnv>(async (c, next) => {
  const { pathname, search } = new URL(c.req.url);
  const etag = `"${createHash("sha256")
    .update([API_VERSION, c.var.warehouseVersion, pathname, search].join("\n"))
    .digest("base64url")}"`;
  if (matches(c.req.header("If-None-Match"), etag)) {
    c.header("ETag", etag);
    return c.body(null, 304);
  }
  await next();
  if (c.res.ok) c.header("ETag", etag);
});

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch?.split(",").some((candidate) => candidate.trim().replace(/^W\//, "") === etag) ?? false;
