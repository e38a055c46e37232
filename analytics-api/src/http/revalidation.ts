import { createHash } from "node:crypto";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { API_VERSION } from "../version.ts";
import type { AppEnv } from "./app-env.ts";

/** Answers may be kept, but are asked for again each time: while nothing has changed that costs next to nothing. */
export const REVALIDATE = "private, no-cache";

/**
 * Gives answers that depend on nothing but the warehouse's state and the request an ETag, and answers 304 before
 * any of the handler's queries when the client's is still good. Follows `snapshot`. Other answers get their ETag from their body.
 */
export const revalidation = createMiddleware<AppEnv>(async (c, next) => {
  const unchanged = notModified(c, c.var.warehouseVersion);
  if (unchanged) return unchanged;
  await next();
  if (c.res.ok) c.header("ETag", etagOf(c, c.var.warehouseVersion));
});

/** A 304 when the client has the answer that follows from this version of the warehouse; else undefined. */
export function notModified(c: Context<AppEnv>, warehouseVersion: string): Response | undefined {
  const sent = c.req.header("If-None-Match");
  if (sent === undefined) return undefined;
  const etag = etagOf(c, warehouseVersion);
  if (!sent.split(",").some((candidate) => weak(candidate.trim()) === etag)) return undefined;
  return c.body(null, 304, { ETag: etag, "Cache-Control": REVALIDATE });
}

const weak = (etag: string): string => (etag.startsWith("W/") ? etag : `W/${etag}`);

/** Weak, since an answer may be compressed. No answer but one that `revalidation` stands before ever has this ETag. */
function etagOf(c: Context<AppEnv>, warehouseVersion: string): string {
  const { pathname, search } = new URL(c.req.url);
  const digest = createHash("sha256")
    .update([API_VERSION, warehouseVersion, pathname, search].join("\n"))
    .digest("base64url");
  return weak(`"${digest}"`);
}
