import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createMiddleware } from "hono/factory";
import { withSnapshot } from "../queries/snapshot.ts";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import type { AppEnv } from "./app-env.ts";
import { createRecent } from "./recent.ts";
import { notModified, REVALIDATE } from "./revalidation.ts";

/** How old the state may be that a 304 is told from: a change is missed for no longer. */
const MAX_AGE_MS = 100;

/**
 * Gives the handler of a GET one snapshot of the warehouse for all its queries, and what it stands for. A client that has the answer
 * already is told so before, from a state that is read at most ten times a second for all clients together.
 */
export const snapshot = (sql: WarehouseClient) => {
  const recentState = createRecent(() => readWarehouseState(sql), MAX_AGE_MS);
  return createMiddleware<AppEnv>(async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    if (c.req.header("If-None-Match") !== undefined) {
      const unchanged = notModified(c, (await recentState()).version);
      if (unchanged) return unchanged;
    }
    return withSnapshot(sql, async (transaction) => {
      const state = await readWarehouseState(transaction);
      c.set("sql", transaction);
      c.set("asOf", state.asOf);
      c.set("warehouseVersion", state.version);
      await next();
      if (c.res.status < 400) c.header("Cache-Control", REVALIDATE);
    });
  });
};
