import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "../http/problem.ts";
import { ok, unavailable } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import { withSnapshot } from "../sql/snapshot.ts";

const get = { method: "get" as const, tags: ["health"], security: [] };

const live = createRoute({
  ...get,
  path: "/live",
  summary: "Liveness of the process",
  responses: ok("Live: the process is running.", z.object({ status: z.literal("live") })),
});

const ready = createRoute({
  ...get,
  path: "/ready",
  summary: "Readiness of the warehouse",
  responses: {
    ...ok("Ready: database reachable and migrated.", z.object({ status: z.literal("ready") })),
    ...unavailable,
  },
});

export const healthRoutes = (sql: WarehouseClient) =>
  createRouter()
    .openapi(live, (c) => c.json({ status: "live" as const }, 200))
    .openapi(ready, async (c) => {
      await withSnapshot(sql, readWarehouseState).catch((cause: unknown) => {
        throw new ProblemError(503, "The warehouse is unreachable or not migrated.", { cause });
      });
      return c.json({ status: "ready" as const }, 200);
    });
