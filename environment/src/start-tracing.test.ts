import { trace } from "@opentelemetry/api";
import { expect, test, vi } from "vitest";
import { startTraceReceiver } from "../testing/trace-receiver.ts";
import { startTracing } from "./start-tracing.ts";

const startSpan = (attributes: Record<string, string> = {}) =>
  trace.getTracer("test").startSpan("GET", { attributes });

// One test: the tracing of a process starts once.
test("spans are sent without secrets and data, and refused ones are told once", async () => {
  vi.stubEnv("OTEL_BSP_SCHEDULE_DELAY", "10");
  await using receiver = await startTraceReceiver();
  const warn = vi.fn<(message: string) => void>();
  const tracing = startTracing("test", receiver.url, warn);
  const span = startSpan({ "url.path": "/v1", "url.full": "/v1?key=secret", authorization: "secret" });
  span.recordException(new Error("secret"));
  span.setStatus({ code: 2, message: "secret" });
  span.end();
  await vi.waitFor(() => expect(receiver.spans).toHaveLength(1));
  expect(receiver.spans).toMatchObject([
    { name: "GET", attributes: [{ key: "url.path", value: { stringValue: "/v1" } }], status: { code: 2 } },
  ]);
  expect(JSON.stringify(receiver.spans)).not.toContain("secret");
  expect(warn).not.toHaveBeenCalled();

  receiver.status = 400;
  for (const count of [2, 3, 4]) {
    startSpan().end();
    await vi.waitFor(() => expect(receiver.spans).toHaveLength(count));
  }
  expect(warn).toHaveBeenCalledExactlyOnceWith(
    expect.stringMatching(/^Traces cannot be sent to OTEL_EXPORTER_OTLP_ENDPOINT, http:\/\/127/),
  );
  await tracing.end();
});
