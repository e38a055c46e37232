import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import type { AppEnv } from "./app-env.ts";
import { ProblemError } from "./problem.ts";

const WINDOW_S = 60;

export interface RateLimitOptions {
  /** Requests per minute and client; 0: no limit. */
  rateLimitPerMinute: number;
  /** Number of proxies in front of this server; each appends an address to X-Forwarded-For. */
  trustedProxies: number;
}

/**
 * Limits the requests of each client and reports the limit in the headers of draft-ietf-httpapi-ratelimit-headers-10.
 * A client is an API key or, without one, an IP address. Each process counts separately.
 */
export function rateLimit({ rateLimitPerMinute, trustedProxies }: RateLimitOptions) {
  const limiter = new RateLimiterMemory({ points: rateLimitPerMinute, duration: WINDOW_S });
  return createMiddleware<AppEnv>(async (c, next) => {
    const { principal } = c.var;
    const client = principal ? `key ${principal.keyId}` : clientAddress(c, trustedProxies);
    const { remainingPoints, seconds, isExceeded } = await consume(limiter, client);
    c.header("RateLimit-Policy", `"default";q=${rateLimitPerMinute};w=${WINDOW_S}`);
    c.header("RateLimit", `"default";r=${remainingPoints};t=${seconds}`);
    if (isExceeded) throw tooMany(`requests per minute: retry in ${seconds} s.`, limiter, seconds);
    await next();
  });
}

/** Limits how many invalid API keys of an address are looked up per minute: as many as requests. */
export function limitKeyAttempts({ rateLimitPerMinute, trustedProxies }: RateLimitOptions) {
  const limiter = new RateLimiterMemory({ points: rateLimitPerMinute, duration: WINDOW_S });
  return {
    /** @throws {ProblemError} 429 when the address has no attempt left */
    async consume(c: Context<AppEnv>) {
      const { seconds, isExceeded } = await consume(limiter, clientAddress(c, trustedProxies));
      const advice = `check the key and retry in ${seconds} s.`;
      if (isExceeded) throw tooMany(`invalid API keys per minute: ${advice}`, limiter, seconds);
    },
    /** A valid key counts against its own limit only. */
    refund: (c: Context<AppEnv>) => limiter.reward(clientAddress(c, trustedProxies)),
  };
}

export type KeyAttempts = ReturnType<typeof limitKeyAttempts>;

async function consume(limiter: RateLimiterMemory, client: string) {
  const { remainingPoints, consumedPoints, msBeforeNext } = await limiter
    .consume(client)
    .catch((exceeded: RateLimiterRes) => exceeded);
  const isExceeded = consumedPoints > limiter.points;
  return { remainingPoints, seconds: Math.ceil(msBeforeNext / 1_000), isExceeded };
}

const tooMany = (what: string, { points }: RateLimiterMemory, seconds: number): ProblemError =>
  new ProblemError(429, `More than ${points} ${what}`, { headers: { "Retry-After": String(seconds) } });

/** Only the last entries of X-Forwarded-For come from trusted proxies; the client can send any before them. */
function clientAddress(c: Context<AppEnv>, trustedProxies: number): string {
  const forwarded = c.req.header("X-Forwarded-For")?.split(",") ?? [];
  const addresses = [...forwarded, c.env.incoming?.socket.remoteAddress ?? "unknown"];
  return (addresses.at(-1 - trustedProxies) ?? addresses[0] ?? "").trim();
}
