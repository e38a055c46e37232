import { OpenAPIHono } from "@hono/zod-openapi";
import type { Dataset } from "../../dataset/dataset.ts";
import {
  countSchema,
  malformationSchema,
  targetSchema,
  troubleSchema,
} from "../../dataset/intervention-schema.ts";
import { refuseInvalid } from "../../problem.ts";
import { interventionRoute } from "./intervention-route.ts";

const createJobs = interventionRoute("create", "New jobs arrive now", countSchema);
const touch = interventionRoute("touch", "Jobs are saved again: only `updated_at` moves", countSchema);
const update = interventionRoute("bulk-update", "Jobs get one contact more, all in this second", countSchema);
const remove = interventionRoute("delete", "Jobs vanish", targetSchema);
const malform = interventionRoute("malform", "Stored states turn malformed", malformationSchema);
const repair = interventionRoute("repair", "Malformed states become well-formed again", targetSchema);

const trouble = interventionRoute("trouble", "A workspace gets into trouble, or out of it", troubleSchema);

export function createInterventionRoutes({ intervene }: Dataset) {
  return new OpenAPIHono({ defaultHook: refuseInvalid })
    .openapi(createJobs, (c) => c.json(intervene({ type: "create", ...c.req.valid("json") }), 200))
    .openapi(touch, (c) => c.json(intervene({ type: "touch", ...c.req.valid("json") }), 200))
    .openapi(update, (c) => c.json(intervene({ type: "bulk-update", ...c.req.valid("json") }), 200))
    .openapi(remove, (c) => c.json(intervene({ type: "delete", target: c.req.valid("json") }), 200))
    .openapi(malform, (c) => c.json(intervene({ type: "malform", ...c.req.valid("json") }), 200))
    .openapi(trouble, (c) => c.json(intervene({ type: "trouble", ...c.req.valid("json") }), 200))
    .openapi(repair, (c) => c.json(intervene({ type: "repair", target: c.req.valid("json") }), 200));
}
