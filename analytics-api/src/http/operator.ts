import type { z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app-env.ts";
import { requireKey } from "./authentication.ts";
import { ProblemError } from "./problem.ts";

/** No request to operate the pipeline needs more; in bytes. */
const MAX_BODY = 16_384;

/** A body of another type would count as none, and a form's could be sent from any page. */
const requireJson = createMiddleware<AppEnv>(async (c, next) => {
  if (!/^application\/json\b/i.test(c.req.header("Content-Type") ?? ""))
    throw new ProblemError(415, "The body must be JSON: send it with Content-Type: application/json.");
  await next();
});

/** Of a route that changes something: it needs a key of scope operator, wherever the API listens. */
export const operatorOnly = {
  security: [{ apiKey: [] }],
  middleware: [
    requireKey("operator"),
    requireJson,
    bodyLimit({
      maxSize: MAX_BODY,
      onError: () => {
        throw new ProblemError(413, `The body has more than ${MAX_BODY} bytes: send less.`);
      },
    }),
  ],
};

/** A request's body of JSON. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});
