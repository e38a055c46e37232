import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

/** Of a limit's window; in seconds. */
const WINDOW_S = 60;

export interface RateLimitOptions {
  /** Requests per minute and client; 0: as many as they like. */
  rateLimitPerMinute: number;
  /** Proxies in front of this server, each of which adds to X-Forwarded-For whom it speaks for. */
  trustedProxies: number;
}

/**
 * Refuses a client more requests than its share, and tells every client how much is left of it, in the headers of
 * draft-ietf-httpapi-ratelimit-headers-10. A client is a key, or an address; each process counts for itself.
 */
export function rateLimit({ rateLimitPerMinute, trustedProxies }: RateLimitOptions) {
  const limiter = new RateLimiterMemory({ points: rateLimitPerMinute, duration: WINDOW_S });
  return createMiddleware<AppEnv>(async (c, next) => {
    const client = c.var.caller ? `key ${c.var.caller.keyId}` : addressOf(c, trustedProxies);
    const used = await limiter.consume(client).catch((refused: RateLimiterRes) => refused);
    const seconds = Math.ceil(used.msBeforeNext / 1_000);
    c.header("RateLimit-Policy", `"default";q=${rateLimitPerMinute};w=${WINDOW_S}`);
    c.header("RateLimit", `"default";r=${used.remainingPoints};t=${seconds}`);
    if (used.consumedPoints > rateLimitPerMinute)
      throw tooMany(
        `More than ${rateLimitPerMinute} requests in a minute: wait ${seconds} s, or ask for less at a time.`,
        seconds,
      );
    await next();
  });
}

/** What bounds how many keys that do not hold an address may have looked up. */
export interface KeyAttempts {
  /** @throws {ProblemError} 429 when the address has none left */
  begin(c: Context<AppEnv>): Promise<void>;
  /** Takes the attempt back: the key holds. */
  forgive(c: Context<AppEnv>): Promise<void>;
}

/** As many attempts per address and minute as requests. A key that holds counts against its own share only. */
export function limitKeyAttempts({ rateLimitPerMinute, trustedProxies }: RateLimitOptions): KeyAttempts {
  const limiter = new RateLimiterMemory({ points: rateLimitPerMinute, duration: WINDOW_S });
  return {
    async begin(c) {
      const used = await limiter
        .consume(addressOf(c, trustedProxies))
        .catch((refused: RateLimiterRes) => refused);
      const seconds = Math.ceil(used.msBeforeNext / 1_000);
      if (used.consumedPoints > rateLimitPerMinute)
        throw tooMany(
          `More than ${rateLimitPerMinute} invalid API keys in a minute: wait ${seconds} s, and check the key.`,
          seconds,
        );
    },
    async forgive(c) {
      await limiter.reward(addressOf(c, trustedProxies));
    },
  };
}

const tooMany = (detail: string, seconds: number): ProblemError =>
  new ProblemError(429, detail, { headers: { "Retry-After": String(seconds) } });

/** What a client wrote into X-Forwarded-For itself stands before what proxies added, and is not believed. */
function addressOf(c: Context<AppEnv>, trustedProxies: number): string {
  const forwarded = c.req.header("X-Forwarded-For")?.split(",") ?? [];
  const way = [...forwarded, c.env.incoming?.socket.remoteAddress ?? "unknown"];
  return (way.at(-1 - trustedProxies) ?? way[0] ?? "").trim();
}
