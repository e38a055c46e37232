import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { formatTimestamp } from "../world/timestamp.ts";
import type { World } from "../world/world.ts";

const healthSchema = z
  .object({
    status: z.literal("ok"),
    now: z.iso.datetime().describe("The world's time."),
    records: z.int().min(0),
  })
  .openapi("Health");

const healthRoute = createRoute({
  method: "get",
  path: "/health",
  summary: "Whether the source is up",
  responses: { 200: { description: "It is.", content: { "application/json": { schema: healthSchema } } } },
});

export function createHealthRoutes(world: World) {
  return new OpenAPIHono().openapi(healthRoute, (c) =>
    c.json({ status: "ok" as const, now: formatTimestamp(world.now), records: world.count }, 200),
  );
}
