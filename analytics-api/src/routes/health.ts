import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createRoute, z } from "@hono/zod-openapi";
import { ProblemError } from "../http/problem.ts";
import { ok, unavailable } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import { withSnapshot } from "../sql/snapshot.ts";

const live = createRoute({
  method: "get",
  path: "/live",
  tags: ["health"],
  security: [],
  summary: "Whether the process runs",
  responses: ok("It does.", z.object({ status: z.literal("live") })),
});

const ready = createRoute({
  method: "get",
  path: "/ready",
  tags: ["health"],
  security: [],
  summary: "Whether the warehouse answers and is migrated",
  responses: { ...ok("It does and is.", z.object({ status: z.literal("ready") })), ...unavailable },
});

export const healthRoutes = (sql: WarehouseClient) =>
  createRouter()
    .openapi(live, (c) => c.json({ status: "live" as const }, 200))
    .openapi(ready, async (c) => {
      await withSnapshot(sql, readWarehouseState).catch((cause: unknown) => {
        throw new ProblemError(503, "The warehouse does not answer, or its migrations have not run.", {
          cause,
        });
      });
      return c.json({ status: "ready" as const }, 200);
    });
