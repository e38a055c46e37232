import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import type { FaultInjector } from "../../faults/fault-injector.ts";
import { faultsChangeSchema, faultsSchema } from "../../faults/settings.ts";
import { refuseInvalid } from "../../problem.ts";
import { adminAnswer, adminBody, adminOperation, bodyRefusals } from "./documented.ts";

const readRoute = createRoute({
  method: "get",
  path: "/faults",
  summary: "The present faults",
  ...adminOperation,
  responses: adminAnswer("The faults.", faultsSchema),
});

const replaceRoute = createRoute({
  method: "put",
  path: "/faults",
  summary: "Sets the faults; what is not named is off",
  ...adminOperation,
  ...adminBody(faultsChangeSchema),
  responses: { ...adminAnswer("The faults from now on.", faultsSchema), ...bodyRefusals },
});

const changeRoute = createRoute({
  method: "patch",
  path: "/faults",
  summary: "Changes the faults that are named",
  ...adminOperation,
  ...adminBody(faultsChangeSchema),
  responses: { ...adminAnswer("The faults from now on.", faultsSchema), ...bodyRefusals },
});

export function createFaultsRoutes(faultInjector: FaultInjector) {
  return new OpenAPIHono({ defaultHook: refuseInvalid })
    .openapi(readRoute, (c) => c.json(faultInjector.faults, 200))
    .openapi(replaceRoute, (c) => {
      faultInjector.replace(c.req.valid("json"));
      return c.json(faultInjector.faults, 200);
    })
    .openapi(changeRoute, (c) => {
      faultInjector.change(c.req.valid("json"));
      return c.json(faultInjector.faults, 200);
    });
}
