import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createMiddleware } from "hono/factory";
import { withSnapshot } from "../queries/snapshot.ts";
import { readWarehouseState } from "../queries/warehouse-state.ts";
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
