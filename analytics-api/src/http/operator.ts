import type { z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app-env.ts";
import { requireScope } from "./authentication.ts";
import { ProblemError } from "./problem.ts";

/** Maximum body of a request that operates the pipeline; in bytes. */
const MAX_BODY = 16_384;

/** zod-openapi ignores a body of another type, and a page of any origin could send a form. */
const requireJson = createMiddleware<AppEnv>(async (c, next) => {
  if (!/^application\/json\b/i.test(c.req.header("Content-Type") ?? ""))
    throw new ProblemError(415, "The body must be JSON: send it with Content-Type: application/json.");
  await next();
});

/** Settings of a route that changes something: it requires a key of scope operator, also on loopback. */
export const operatorOnly = {
  security: [{ apiKey: [] }],
  middleware: [
    requireScope("operator"),
    requireJson,
    bodyLimit({
      maxSize: MAX_BODY,
      onError: () => {
        throw new ProblemError(413, `The body exceeds ${MAX_BODY} bytes.`);
      },
    }),
  ],
};

/** A JSON request body. */
export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});
