import type { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { AppEnv } from "./app-env.ts";
import { ProblemError, toResponse } from "./problem.ts";
import { abbreviate } from "./quoted.ts";

/** Maximum length of path and query: 200 workspace ids fit. */
export const MAX_TARGET = 8_192;

export const limitTarget = createMiddleware<AppEnv>(async (c, next) => {
  const { pathname, search } = new URL(c.req.url);
  const length = pathname.length + search.length;
  if (length > MAX_TARGET)
    throw new ProblemError(
      414,
      `Path and query have ${length} characters; at most ${MAX_TARGET} are allowed: send fewer filters.`,
    );
  await next();
});

/**
 * Responds only to requests for the host names in `allowed`, which have no ports. It prevents DNS rebinding: a page of another site
 * can make its own name resolve to this machine and read the responses, but its requests still carry that name.
 */
export const requireAllowedHost = (allowed: readonly string[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const host = c.req.header("Host") ?? "";
    if (!allowed.includes(host.replace(/:\d*$/, "").toLowerCase()))
      throw new ProblemError(
        421,
        `Host "${abbreviate(host)}" is not allowed: use ${allowed.join(", ")}, or add it to ALLOWED_HOSTS.`,
      );
    await next();
  });

/** Responds 405 with `Allow` when the path exists, but not with the method of the request. */
export const requireAllowedMethod = (app: Hono<AppEnv>) =>
  methodNotAllowed({
    app,
    onMethodNotAllowed: (c, methods) => {
      const allow = methods.join(", ");
      const detail = `${c.req.method} is not allowed here: use ${allow}.`;
      return toResponse(new ProblemError(405, detail, { headers: { Allow: allow } }), c);
    },
  });
