import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { refuseInvalid } from "../../problem.ts";
import { countSchema, malformationSchema, targetSchema } from "../../world/intervention-schema.ts";
import type { World } from "../../world/world.ts";
import { adminAnswer, adminBody, adminOperation, bodyRefusals } from "./documented.ts";

const affectedSchema = z
  .object({
    at: z.iso.datetime().describe("When it happened, by the world's clock."),
    affected: z.int().min(0).describe("How many records; fewer than asked for when there are no more."),
    ids: z.array(z.string()).describe("Which, as served from now on."),
  })
  .openapi("Affected");

function interventionRoute<P extends string, T extends z.ZodType>(name: P, summary: string, schema: T) {
  return createRoute({
    method: "post",
    path: `/${name}`,
    summary,
    ...adminOperation,
    request: adminBody(schema),
    responses: { ...adminAnswer("The records concerned.", affectedSchema), ...bodyRefusals },
  });
}

const createJobs = interventionRoute("create", "New jobs arrive now", countSchema);
const touch = interventionRoute("touch", "Jobs are saved again: only `updated_at` moves", countSchema);
const update = interventionRoute("bulk-update", "Jobs get one contact more, all in this second", countSchema);
const remove = interventionRoute("delete", "Jobs vanish", targetSchema);
const malform = interventionRoute("malform", "Stored states turn malformed", malformationSchema);
const repair = interventionRoute("repair", "Malformed states become well-formed again", targetSchema);

export function createInterventionRoutes({ intervene }: World) {
  return new OpenAPIHono({ defaultHook: refuseInvalid })
    .openapi(createJobs, (c) => c.json(intervene({ type: "create", ...c.req.valid("json") }), 200))
    .openapi(touch, (c) => c.json(intervene({ type: "touch", ...c.req.valid("json") }), 200))
    .openapi(update, (c) => c.json(intervene({ type: "bulk-update", ...c.req.valid("json") }), 200))
    .openapi(remove, (c) => c.json(intervene({ type: "delete", target: c.req.valid("json") }), 200))
    .openapi(malform, (c) => c.json(intervene({ type: "malform", ...c.req.valid("json") }), 200))
    .openapi(repair, (c) => c.json(intervene({ type: "repair", target: c.req.valid("json") }), 200));
}
