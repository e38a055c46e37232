import { startTracing } from "@enrichment-monitor/environment/tracing";
import { OpenTelemetryWorkflowClientInterceptor } from "@temporalio/interceptors-opentelemetry-v2";

/** Traces what a command of the CLI starts. */
export function traceClient(endpoint: string) {
  const { end } = startTracing("pipeline-cli", endpoint, (message) => process.stderr.write(`${message}\n`));
  return { clientInterceptors: [new OpenTelemetryWorkflowClientInterceptor()], end };
}
