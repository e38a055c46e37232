import { createHash } from "node:crypto";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { API_VERSION } from "../version.ts";
import type { AnswerCache } from "./answer-cache.ts";
import type { AppEnv } from "./app-env.ts";

/** Answers may be kept, but are asked for again each time: while nothing has changed that costs next to nothing. */
export const REVALIDATE = "private, no-cache";

/**
 * Gives answers that depend on nothing but the warehouse's state and the request an ETag, and answers 304 before
 * any of the handler's queries when the client's is still good. Follows `snapshot`, whose cache then has the answer.
 * Other answers get their ETag from their body.
 */
export const revalidation = createMiddleware<AppEnv>(async (c, next) => {
  const unchanged = notModified(c, etagOf(c, c.var.warehouseVersion));
  if (unchanged) return unchanged;
  await next();
  if (!c.res.ok) return;
  const etag = etagOf(c, c.var.warehouseVersion);
  c.header("ETag", etag);
  if (c.var.answers && c.res.headers.get("Content-Type") === JSON_TYPE)
    c.var.answers.set(etag, await c.res.clone().text());
});

const JSON_TYPE = "application/json";

/** The answer that follows from this version of the warehouse, when the client or `answers` has it; else undefined. */
export function answerAgain(
  c: Context<AppEnv>,
  warehouseVersion: string,
  answers: AnswerCache | undefined,
): Response | undefined {
  const etag = etagOf(c, warehouseVersion);
  const unchanged = notModified(c, etag);
  if (unchanged) return unchanged;
  const body = answers?.get(etag);
  if (body === undefined) return undefined;
  return c.body(body, 200, { ETag: etag, "Cache-Control": REVALIDATE, "Content-Type": JSON_TYPE });
}

function notModified(c: Context<AppEnv>, etag: string): Response | undefined {
  const sent = c.req.header("If-None-Match");
  if (sent === undefined) return undefined;
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
