import { startTracing, type Tracing } from "@enrichment-monitor/environment/tracing";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { traceStatements } from "@enrichment-monitor/warehouse/trace-statements";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
  type OpenTelemetrySinks,
} from "@temporalio/interceptors-opentelemetry-v2";
import type { ActivityInterceptorsFactory, InjectedSinks } from "@temporalio/worker";
import type { Logger } from "pino";

export interface WorkerTracing extends Pick<Tracing, "end"> {
  activityInterceptors: ActivityInterceptorsFactory[];
  /** Takes the spans of workflows, whose code can send nothing itself. */
  sinks: InjectedSinks<OpenTelemetrySinks>;
}

/** Traces workflows, activities, their requests to the source and their statements. */
export function traceWorker(
  endpoint: string,
  sourceUrl: string,
  sql: WarehouseClient,
  logger: Logger,
): WorkerTracing {
  const { spanProcessor, resource, end } = startTracing("pipeline-worker", endpoint, (message) =>
    logger.warn(message),
  );
  traceStatements(sql);
  const { origin } = new URL(sourceUrl);
  // Addresses of other requests may be secret, as those of webhooks are.
  new UndiciInstrumentation({
    requireParentforSpans: true,
    ignoreRequestHook: (request) => request.origin !== origin,
  });
  return {
    activityInterceptors: [(context) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(context) })],
    sinks: { exporter: makeWorkflowExporter(spanProcessor, resource) },
    end,
  };
}
