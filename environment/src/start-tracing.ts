import { setTimeout } from "node:timers/promises";
import { DiagLogLevel, diag } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider, type ReadableSpan } from "@opentelemetry/sdk-trace-node";

export interface Tracing {
  /** Takes the spans that no tracer of this process made. */
  spanProcessor: BatchSpanProcessor;
  resource: Resource;
  /** Sends what is left, for a short time: a receiver that is down must not delay the end of the process. */
  end(): Promise<void>;
}

/** In milliseconds. */
const LONGEST_END_MS = 2_000;

/** Of a request to the receiver, its repetitions included; in milliseconds. */
const EXPORT_TIMEOUT_MS = 5_000;

/** All that a span tells besides its name and times. */
const SENT_ATTRIBUTES: ReadonlySet<string> = new Set([
  "db.system.name",
  "error.type",
  "http.request.method",
  "http.response.status_code",
  "runId",
  "run_id",
  "server.address",
  "server.port",
  "temporalActivityId",
  "temporalWorkflowId",
  "url.path",
  "url.query",
  "workflowId",
]);

/** Libraries add payloads, headers and messages of errors, which may contain data: only what is known to be harmless is sent. */
class HarmlessSpanProcessor extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    const attributes = Object.entries(span.attributes).filter(([name]) => SENT_ATTRIBUTES.has(name));
    const { code } = span.status;
    super.onEnd(
      Object.assign(span, { attributes: Object.fromEntries(attributes), events: [], status: { code } }),
    );
  }
}

/**
 * Sends the spans of this process to an OpenTelemetry receiver. Its other standard variables apply, too: headers, sampler, service name.
 *
 * @param endpoint base URL of OTLP over HTTP
 * @param warn is called once if spans cannot be sent; they are dropped then
 */
export function startTracing(
  serviceName: string,
  endpoint: string,
  warn: (message: string) => void,
): Tracing {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ "service.name": serviceName }))
    .merge(detectResources({ detectors: [envDetector] }));
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const spanProcessor = new HarmlessSpanProcessor(exporter);
  const provider = new NodeTracerProvider({ resource, spanProcessors: [spanProcessor] });
  provider.register();
  warnOnce(endpoint, warn);
  return {
    spanProcessor,
    resource,
    end: () => Promise.race([provider.shutdown(), setTimeout(LONGEST_END_MS, undefined, { ref: false })]),
  };
}

/** The SDK reports each batch that it cannot send: while the receiver is down, every few seconds. */
function warnOnce(endpoint: string, warn: (message: string) => void): void {
  let hasWarned = false;
  const ignore = () => undefined;
  const error = (message: string) => {
    if (hasWarned) return;
    hasWarned = true;
    warn(
      `Traces cannot be sent to OTEL_EXPORTER_OTLP_ENDPOINT, ${new URL(endpoint).origin}, and are dropped while it does not accept them. This is said once. ${message}`,
    );
  };
  diag.setLogger(
    { error, warn: ignore, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}
