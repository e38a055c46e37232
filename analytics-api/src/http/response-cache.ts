import { createHash } from "node:crypto";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { LRUCache } from "lru-cache";
import type { AppEnv } from "./app-env.ts";
import { API_VERSION } from "./openapi.ts";

/** JSON bodies by their ETag, which identifies the state of the warehouse and the request. */
export type ResponseCache = LRUCache<string, string>;

/** Bodies of earlier states are never requested again, and are evicted as least recently used. */
export const createResponseCache = (): ResponseCache =>
  new LRUCache({
    // In UTF-16 code units: about 32 MB of ASCII.
    maxSize: 32 * 2 ** 20,
    maxEntrySize: 2 ** 20,
    sizeCalculation: (body) => Math.max(1, body.length),
  });

/** Clients may keep a response, but revalidate it each time: a 304 needs no query of gold. */
export const REVALIDATE = "private, no-cache";

const JSON_TYPE = "application/json";

/**
 * Sets the ETag of a response that depends only on the state of the warehouse and the request, caches its body, and responds 304
 * without the handler's queries. Follows `snapshot`. Other responses get their ETag from their body.
 */
export const cacheByVersion = createMiddleware<AppEnv>(async (c, next) => {
  const unchanged = notModified(c, etagOf(c, c.var.warehouseVersion));
  if (unchanged) return unchanged;
  await next();
  if (!c.res.ok) return;
  const etag = etagOf(c, c.var.warehouseVersion);
  c.header("ETag", etag);
  if (c.var.responseCache && c.res.headers.get("Content-Type") === JSON_TYPE) {
    c.set("cacheResult", "miss");
    c.var.responseCache.set(etag, await c.res.clone().text());
  }
});

/** The response for this version of the warehouse, if the client or `cache` has it. */
export function cachedResponse(
  c: Context<AppEnv>,
  warehouseVersion: string,
  cache: ResponseCache | undefined,
): Response | undefined {
  const etag = etagOf(c, warehouseVersion);
  const unchanged = notModified(c, etag);
  if (unchanged) return unchanged;
  const body = cache?.get(etag);
  if (body === undefined) return undefined;
  c.set("cacheResult", "hit");
  return c.body(body, 200, { ETag: etag, "Cache-Control": REVALIDATE, "Content-Type": JSON_TYPE });
}

function notModified(c: Context<AppEnv>, etag: string): Response | undefined {
  const candidates = c.req.header("If-None-Match")?.split(",") ?? [];
  if (!candidates.some((candidate) => weak(candidate.trim()) === etag)) return undefined;
  return c.body(null, 304, { ETag: etag, "Cache-Control": REVALIDATE });
}

const weak = (etag: string): string => (etag.startsWith("W/") ? etag : `W/${etag}`);

/** Weak, because a response may be compressed. Only responses of `cacheByVersion` have such an ETag. */
function etagOf(c: Context<AppEnv>, warehouseVersion: string): string {
  const { pathname, search } = new URL(c.req.url);
  const digest = createHash("sha256")
    .update([API_VERSION, warehouseVersion, pathname, search].join("\n"))
    .digest("base64url");
  return weak(`"${digest}"`);
}
