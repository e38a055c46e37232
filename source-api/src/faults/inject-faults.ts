import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import type { Dataset } from "../dataset/dataset.ts";
import { ProblemError } from "../problem.ts";
import type { FaultInjector } from "./fault-injector.ts";
import { isMisshapen, misshape } from "./misshape.ts";
import type { Stats } from "./stats.ts";

type Env = { Bindings: HttpBindings };

export interface FaultParts {
  readonly faultInjector: FaultInjector;
  readonly stats: Stats;
  readonly dataset: Dataset;
}

const HTML = "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>";

/** Injects the configured faults into the requests that pass through. */
export function injectFaults({ faultInjector, stats, dataset }: FaultParts): MiddlewareHandler<Env> {
  function shouldInject(
    kind: "rate_limited" | "server_error" | "unanswered" | "html" | "cut_connection" | "cut_body",
  ) {
    if (!faultInjector.shouldInject(faultInjector.faults[kind])) return false;
    stats.countFault(kind);
    return true;
  }

  async function delay(): Promise<void> {
    const { least, extra } = faultInjector.faults.latency_ms;
    if (least + extra === 0) return;
    stats.countFault("latency");
    await wait(faultInjector.between(least, least + extra));
  }

  function tooManyRequests(): ProblemError {
    const retryAfter = faultInjector.retryAfter();
    return new ProblemError(429, "Too many requests: wait as Retry-After says, then ask again.", {
      headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
    });
  }

  /** Faults before the request is handled. */
  async function refuse(c: Context<Env>): Promise<Response | undefined> {
    if (faultInjector.faults.down) {
      stats.countFault("down");
      c.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    await delay();
    if (!faultInjector.admit()) {
      stats.countFault("burst_limited");
      throw tooManyRequests();
    }
    if (shouldInject("rate_limited")) throw tooManyRequests();
    if (shouldInject("server_error")) throw new ProblemError(500, "The source failed, as it was told to.");
    if (shouldInject("unanswered")) {
      await once(c.env.outgoing, "close");
      return RESPONSE_ALREADY_SENT;
    }
    return shouldInject("html") ? c.html(HTML) : undefined;
  }

  /** Faults that corrupt a response. */
  async function corruptResponse(c: Context<Env>): Promise<void> {
    if (isMisshapen(faultInjector.faults)) {
      stats.countFault("misshapen");
      replaceBody(c, misshape(await c.res.text(), faultInjector.faults));
    }
    if (shouldInject("cut_body")) {
      const text = await c.res.text();
      replaceBody(c, text.slice(0, text.length / 2));
    }
    if (shouldInject("cut_connection")) {
      cutConnection(c.env.outgoing, await c.res.text());
      c.res = undefined;
      c.res = RESPONSE_ALREADY_SENT;
    }
  }

  /** What happens to the dataset because somebody asked. */
  function mutateData(): void {
    const { touched_per_request: touched, malforming } = faultInjector.faults;
    if (touched > 0) {
      stats.countFault("touched");
      dataset.intervene({ type: "touch", count: touched });
    }
    if (faultInjector.shouldInject(malforming)) {
      stats.countFault("malformed");
      dataset.intervene({ type: "malform", kind: faultInjector.anyFlaw(), count: 1, fresh: false });
    }
  }

  return async (c, next) => {
    stats.countRequest();
    const refusal = await refuse(c);
    if (refusal !== undefined) return refusal;
    await next();
    if (c.res.status !== 200) return;
    await corruptResponse(c);
    mutateData();
  };
}

function replaceBody(c: Context<Env>, body: string): void {
  c.res = new Response(body, { headers: { "content-type": "application/json" } });
}

/** Promises the whole body, sends half of it, and hangs up. */
function cutConnection(outgoing: HttpBindings["outgoing"], text: string): void {
  const body = Buffer.from(text);
  outgoing.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  outgoing.write(body.subarray(0, body.length / 2), () => outgoing.destroy());
}
