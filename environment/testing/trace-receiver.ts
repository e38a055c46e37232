import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
}

interface ExportRequest {
  resourceSpans: { scopeSpans: { spans: ReceivedSpan[] }[] }[];
}

export interface TraceReceiver extends AsyncDisposable {
  url: string;
  readonly spans: ReceivedSpan[];
  /** Of its responses. */
  status: number;
  /** Names of a span and of those that it is part of, from the root. */
  pathOf(span: ReceivedSpan): string[];
}

/** An OpenTelemetry receiver that keeps what it gets. */
export async function startTraceReceiver(): Promise<TraceReceiver> {
  const spans: ReceivedSpan[] = [];
  const server = createServer(async (request, response) => {
    const { resourceSpans } = (await json(request)) as ExportRequest;
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.writeHead(receiver.status, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const pathOf = (span: ReceivedSpan): string[] => {
    const { traceId, parentSpanId } = span;
    if (!parentSpanId) return [span.name];
    const parent = spans.find((other) => other.traceId === traceId && other.spanId === parentSpanId);
    return [...(parent ? pathOf(parent) : ["(not received)"]), span.name];
  };
  const receiver: TraceReceiver = {
    status: 200,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    pathOf,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}
