import { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "./app-env.ts";
import { fromValidation } from "./problem.ts";

/** A router that responds to invalid parameters with a problem. */
export const createRouter = () =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw fromValidation(result.error, "data" in result ? result.data : undefined);
    },
  });
