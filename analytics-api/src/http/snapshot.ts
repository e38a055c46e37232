import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createMiddleware } from "hono/factory";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import { withSnapshot } from "../sql/snapshot.ts";
import type { AppEnv } from "./app-env.ts";
import { cachedResponse, REVALIDATE, type ResponseCache } from "./response-cache.ts";

/** Maximum age of the state that cached responses are compared with: a change may go unnoticed for as long. */
const MAX_AGE_MS = 100;

/**
 * Gives the handler of a GET one snapshot of the warehouse for all its queries. Responds before it from `cache`, or with 304,
 * if possible; the state for this is read at most ten times a second for all clients together.
 */
export const snapshot = (sql: WarehouseClient, cache: ResponseCache | undefined) => {
  const recentState = sharedFor(MAX_AGE_MS, () => readWarehouseState(sql));
  return createMiddleware<AppEnv>(async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    if (cache || c.req.header("If-None-Match") !== undefined) {
      const cached = cachedResponse(c, (await recentState()).version, cache);
      if (cached) return cached;
    }
    return withSnapshot(sql, async (transaction) => {
      const state = await readWarehouseState(transaction);
      c.set("sql", transaction);
      c.set("asOf", state.asOf);
      c.set("warehouseVersion", state.version);
      c.set("responseCache", cache);
      await next();
      if (c.res.status < 400) c.header("Cache-Control", REVALIDATE);
    });
  });
};

/**
 * All calls within `maxAgeMs` after the start of a read share its result. A failed read is not kept. lru-cache's `fetch` would
 * count the age from the end of a read, so that a slow one could return a state that is too old.
 */
export function sharedFor<Value>(
  maxAgeMs: number,
  read: () => Promise<Value>,
  now: () => number = () => performance.now(),
) {
  let latest: { startedAt: number; value: Promise<Value> } | undefined;
  return () => {
    if (latest && now() - latest.startedAt <= maxAgeMs) return latest.value;
    const reading = { startedAt: now(), value: read() };
    latest = reading;
    reading.value.catch(() => {
      if (latest === reading) latest = undefined;
    });
    return reading.value;
  };
}
