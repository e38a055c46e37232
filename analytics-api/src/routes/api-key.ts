import { apiKeyScopes } from "@enrichment-monitor/warehouse/api-key";
import { createRoute, z } from "@hono/zod-openapi";
import { requirePrincipal } from "../http/authentication.ts";
import { failures, ok } from "../http/responses.ts";
import { createRouter } from "../http/router.ts";
import { query } from "../schemas/query.ts";

const apiKey = z
  .object({
    key_id: z.number().int().openapi({ example: 3 }),
    name: z.string().openapi({ example: "BI team" }),
    scope: z.enum(apiKeyScopes),
  })
  .openapi("ApiKey");

const route = createRoute({
  method: "get",
  path: "/api-key",
  tags: ["keys"],
  summary: "The key of the request",
  description:
    "For clients that sign people in: whether a key is valid, and what it allows. Always requires a key.",
  security: [{ apiKey: [] }],
  request: { query: query({}) },
  responses: { ...ok("The key is valid.", z.object({ data: apiKey })), ...failures },
});

export const apiKeyRoutes = () =>
  createRouter().openapi(route, (c) => {
    const { keyId, name, scope } = requirePrincipal(c);
    return c.json({ data: { key_id: keyId, name, scope } }, 200, { "Cache-Control": "no-store" });
  });
