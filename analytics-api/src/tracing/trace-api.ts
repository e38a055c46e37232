import { startTracing } from "@enrichment-monitor/environment/tracing";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { traceStatements } from "@enrichment-monitor/warehouse/trace-statements";
import { httpInstrumentationMiddleware } from "@hono/otel";
import { OpenTelemetryWorkflowClientInterceptor } from "@temporalio/interceptors-opentelemetry-v2";
import type { Logger } from "pino";
import { matchedRoute } from "../http/matched-route.ts";

/** Traces requests, their statements and the workflows that they start. */
export function traceApi(endpoint: string, sql: WarehouseClient, logger: Logger) {
  const { end } = startTracing("analytics-api", endpoint, (message) => logger.warn(message));
  traceStatements(sql);
  return {
    traceRequests: httpInstrumentationMiddleware({
      spanNameFactory: (c) => `${c.req.method} ${matchedRoute(c)}`,
    }),
    clientInterceptors: [new OpenTelemetryWorkflowClientInterceptor()],
    end,
  };
}
