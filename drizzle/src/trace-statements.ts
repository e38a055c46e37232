import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { WarehouseClient } from "./client.ts";

/** The driver's query, as far as it is used here. */
interface Query extends Promise<unknown> {
  executed: boolean;
  /** What was sent, with placeholders for the parameters; unset until then. */
  string?: string;
  handle(): Promise<void>;
}

/**
 * From now on, every statement of this process that belongs to a trace has a span. It is named by what is done and the first table, and
 * contains neither the statement nor its parameters.
 *
 * @param sql any client: all have the same class of queries
 */
export function traceStatements(sql: WarehouseClient): void {
  const tracer = trace.getTracer("warehouse");
  // A query that nobody awaits is not sent.
  const prototype: Query = Object.getPrototypeOf(sql`select`);
  const { handle } = prototype;
  prototype.handle = function (this: Query) {
    if (!this.executed && trace.getActiveSpan()) {
      const span = tracer.startSpan("statement", {
        kind: SpanKind.CLIENT,
        attributes: { "db.system.name": "postgresql" },
      });
      const end = () => span.updateName(nameOf(this.string ?? "")).end();
      // Not its own `then`, which would call this method again.
      Promise.prototype.then.call(this, end, () => {
        span.setStatus({ code: SpanStatusCode.ERROR });
        end();
      });
    }
    return handle.call(this);
  };
}

function nameOf(statement: string): string {
  const [verb = "statement"] = /\w+/.exec(statement) ?? [];
  const [table = ""] = /\b(?:bronze|gold|ops)\.\w+/.exec(statement) ?? [];
  return `${verb.toLowerCase()} ${table}`.trimEnd();
}
