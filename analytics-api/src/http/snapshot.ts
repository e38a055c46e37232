import { createHash } from "node:crypto";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createMiddleware } from "hono/factory";
import { withSnapshot } from "../queries/snapshot.ts";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import { API_VERSION } from "../version.ts";
import type { AppEnv } from "./app-env.ts";

/** Answers may be kept, but are asked for again each time: while nothing has changed that costs one cheap query. */
const REVALIDATE = "private, no-cache";

/** Gives the handler one snapshot of the warehouse for all its queries, and what it stands for. */
export const snapshot = (sql: WarehouseClient) =>
  createMiddleware<AppEnv>((c, next) =>
    withSnapshot(sql, async (transaction) => {
      const state = await readWarehouseState(transaction);
      c.set("sql", transaction);
      c.set("asOf", state.asOf);
      c.set("warehouseVersion", state.version);
      await next();
      if (c.res.status < 400) c.header("Cache-Control", REVALIDATE);
    }),
  );

/**
 * Gives answers that depend on nothing but the warehouse's state and the request a strong ETag, and answers 304 before
 * any of the handler's queries when the client's is still good. Follows `snapshot`.
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
