import type { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { AppEnv } from "./app-env.ts";
import { ProblemError, toResponse } from "./problem.ts";

/** Answers 405 with `Allow` where a path exists, but not with the request's method. */
export const refuseOtherMethods = (app: Hono<AppEnv>) =>
  methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => {
      const allow = methods.join(", ");
      const detail = `${c.req.method} is not possible here: use ${allow}.`;
      return toResponse(new ProblemError(405, detail, { headers: { Allow: allow } }), c);
    },
  });
