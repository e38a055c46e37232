import { createMiddleware } from "hono/factory";
import type { Logger } from "pino";
import type { AppEnv } from "./app-env.ts";
import { requestTarget } from "./quoted.ts";

/** Logs one line per request, with the error of a 5xx response. */
export const requestLog = (logger: Logger) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const startedAt = performance.now();
    await next();
    const line = {
      requestId: c.var.requestId,
      method: c.req.method,
      path: requestTarget(c),
      status: c.res.status,
      ms: Math.round(performance.now() - startedAt),
    };
    if (c.res.status >= 500) logger.error({ ...line, err: c.error }, "request failed");
    else if (c.req.path.startsWith("/health/")) logger.debug(line, "request");
    else logger.info(line, "request");
  });
