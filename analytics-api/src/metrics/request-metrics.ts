import { createMiddleware } from "hono/factory";
import { Counter, Histogram, type Registry } from "prom-client";
import type { AppEnv } from "../http/app-env.ts";
import { matchedRoute } from "../http/matched-route.ts";
import { METRIC_PREFIX } from "./metric-prefix.ts";

/** In seconds: from a cached response to the statement timeout. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Measures all requests that reach the app; those that Node refuses do not. */
export function createRequestMetrics(registry: Registry) {
  const duration = new Histogram({
    name: `${METRIC_PREFIX}api_request_duration_seconds`,
    help: "Time until the response begins.",
    labelNames: ["method", "route", "status"],
    buckets: BUCKETS,
    registers: [registry],
  });
  const cache = new Counter({
    name: `${METRIC_PREFIX}api_cache_requests_total`,
    help: "Requests for responses that are cached until gold changes. 304s are not counted.",
    labelNames: ["result"],
    registers: [registry],
  });
  return createMiddleware<AppEnv>(async (c, next) => {
    const end = duration.startTimer();
    await next();
    end({ method: c.req.method, route: matchedRoute(c), status: c.res.status });
    if (c.var.cacheResult) cache.inc({ result: c.var.cacheResult });
  });
}
