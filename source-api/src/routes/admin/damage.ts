import { OpenAPIHono } from "@hono/zod-openapi";
import type { Dataset } from "../../dataset/dataset.ts";
import {
  lateCreationSchema,
  lateUpdateSchema,
  lossSchema,
  restoreSchema,
  targetSchema,
} from "../../dataset/intervention-schema.ts";
import { refuseInvalid } from "../../problem.ts";
import { interventionRoute } from "./intervention-route.ts";

const lose = interventionRoute("lose", "Jobs are not listed, for a while or until `unhide`", lossSchema);
const unhide = interventionRoute(
  "unhide",
  "Lost jobs are listed again, with their old `updated_at`",
  targetSchema,
);
const double = interventionRoute("double", "Jobs are listed twice: as they were, too", targetSchema);
const undouble = interventionRoute("undouble", "Jobs are listed once again", targetSchema);
const putBack = interventionRoute("restore", "Jobs go back to what they were", restoreSchema);
const createLate = interventionRoute(
  "create-late",
  "Jobs that were created in the past appear only now",
  lateCreationSchema,
);
const updateLate = interventionRoute(
  "update-late",
  "Jobs get one contact more, with an `updated_at` in the past",
  lateUpdateSchema,
);

/** What breaks the promises of the contract that consumers rely on. */
export function createDamageRoutes({ intervene }: Dataset) {
  return new OpenAPIHono({ defaultHook: refuseInvalid })
    .openapi(lose, (c) => {
      const { for_seconds, ...target } = c.req.valid("json");
      return c.json(intervene({ type: "lose", target, for_seconds }), 200);
    })
    .openapi(unhide, (c) => c.json(intervene({ type: "unhide", target: c.req.valid("json") }), 200))
    .openapi(double, (c) => c.json(intervene({ type: "double", target: c.req.valid("json") }), 200))
    .openapi(undouble, (c) => c.json(intervene({ type: "undouble", target: c.req.valid("json") }), 200))
    .openapi(putBack, (c) => {
      const { seconds, ...target } = c.req.valid("json");
      return c.json(intervene({ type: "restore", target, seconds }), 200);
    })
    .openapi(createLate, (c) => c.json(intervene({ type: "create-late", ...c.req.valid("json") }), 200))
    .openapi(updateLate, (c) => {
      const { seconds, ...target } = c.req.valid("json");
      return c.json(intervene({ type: "update-late", target, seconds }), 200);
    });
}
