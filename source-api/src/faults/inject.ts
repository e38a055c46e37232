import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import { ProblemError } from "../problem.ts";
import type { World } from "../world/world.ts";
import { isMisshapen, misshape } from "./misshape.ts";
import type { Stats } from "./stats.ts";
import type { Weather } from "./weather.ts";

type Env = { Bindings: HttpBindings };

export interface FaultParts {
  readonly weather: Weather;
  readonly stats: Stats;
  readonly world: World;
}

const HTML = "<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>";

/** Lets the faults of the present weather strike the requests that pass through. */
export function injectFaults({ weather, stats, world }: FaultParts): MiddlewareHandler<Env> {
  function strikes(
    kind: "rate_limited" | "server_error" | "unanswered" | "html" | "cut_connection" | "cut_body",
  ) {
    if (!weather.strikes(weather.faults[kind])) return false;
    stats.countFault(kind);
    return true;
  }

  async function delay(): Promise<void> {
    const { least, extra } = weather.faults.latency_ms;
    if (least + extra === 0) return;
    stats.countFault("latency");
    await wait(weather.between(least, least + extra));
  }

  function tooManyRequests(): ProblemError {
    const retryAfter = weather.retryAfter();
    return new ProblemError(429, "Too many requests: wait as Retry-After says, then ask again.", {
      headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
    });
  }

  /** What strikes before the request is even looked at. */
  async function refuse(c: Context<Env>): Promise<Response | undefined> {
    if (weather.faults.down) {
      stats.countFault("down");
      c.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    await delay();
    if (!weather.admit()) {
      stats.countFault("burst_limited");
      throw tooManyRequests();
    }
    if (strikes("rate_limited")) throw tooManyRequests();
    if (strikes("server_error")) throw new ProblemError(500, "The source failed, as it was told to.");
    if (strikes("unanswered")) {
      await once(c.env.outgoing, "close");
      return RESPONSE_ALREADY_SENT;
    }
    return strikes("html") ? c.html(HTML) : undefined;
  }

  /** What strikes a good answer on its way out. */
  async function spoil(c: Context<Env>): Promise<void> {
    if (isMisshapen(weather.faults)) {
      stats.countFault("misshapen");
      replaceBody(c, misshape(await c.res.text(), weather.faults));
    }
    if (strikes("cut_body")) {
      const text = await c.res.text();
      replaceBody(c, text.slice(0, text.length / 2));
    }
    if (strikes("cut_connection")) {
      cutConnection(c.env.outgoing, await c.res.text());
      c.res = undefined;
      c.res = RESPONSE_ALREADY_SENT;
    }
  }

  /** What happens to the world because somebody asked. */
  function disturb(): void {
    const { touched_per_request: touched, malforming } = weather.faults;
    if (touched > 0) {
      stats.countFault("touched");
      world.intervene({ type: "touch", count: touched });
    }
    if (weather.strikes(malforming)) {
      stats.countFault("malformed");
      world.intervene({ type: "malform", kind: weather.anyFlaw(), count: 1, fresh: false });
    }
  }

  return async (c, next) => {
    stats.countRequest();
    const refusal = await refuse(c);
    if (refusal !== undefined) return refusal;
    await next();
    if (c.res.status !== 200) return;
    await spoil(c);
    disturb();
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
