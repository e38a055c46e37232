import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Dataset } from "../dataset/dataset.ts";
import { formatTimestamp } from "../dataset/timestamp.ts";

const healthSchema = z
  .object({
    status: z.literal("ok"),
    now: z.iso.datetime().describe("The dataset's time."),
    records: z.int().min(0),
  })
  .openapi("Health");

const healthRoute = createRoute({
  method: "get",
  path: "/health",
  summary: "Whether the source is up",
  responses: { 200: { description: "It is.", content: { "application/json": { schema: healthSchema } } } },
});

export function createHealthRoutes(dataset: Dataset) {
  return new OpenAPIHono().openapi(healthRoute, (c) =>
    c.json({ status: "ok" as const, now: formatTimestamp(dataset.now), records: dataset.count }, 200),
  );
}
