import type { z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./app-env.ts";
import { requireScope } from "./authentication.ts";
import { ProblemError } from "./problem.ts";
import { abbreviate } from "./quoted.ts";

/** Maximum body of a request that operates the pipeline; in bytes. */
const MAX_BODY = 16_384;

/** zod-openapi ignores a body of another type, and a page of any origin could send a form. A compressed body is not expanded. */
const requireJson = createMiddleware<AppEnv>(async (c, next) => {
  for (const [header, allowed] of [
    ["Content-Type", /^application\/json\s*(;.*)?$/i],
    ["Content-Encoding", /^(identity)?$/i],
  ] as const) {
    const value = c.req.header(header) ?? "";
    if (!allowed.test(value))
      throw new ProblemError(
        415,
        `${header} "${abbreviate(value)}" is not supported: send JSON, not compressed, with Content-Type: application/json.`,
      );
  }
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

export const json = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});
