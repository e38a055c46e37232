import { setTimeout as sleep } from "node:timers/promises";
import type { Middleware, TinyAnswer, TinyRequest } from "./tiny-source.ts";

/** Replaces the answer to the requests that match. */
export const replaceAnswer =
  (matches: (request: TinyRequest) => boolean, answer: (request: TinyRequest) => TinyAnswer): Middleware =>
  (request, list) =>
    matches(request) ? answer(request) : list(request);

export const always = (answer: TinyAnswer): Middleware =>
  replaceAnswer(
    () => true,
    () => answer,
  );

/** @param numbers of requests, from 1 */
export const onRequest = (numbers: readonly number[], answer: TinyAnswer): Middleware =>
  replaceAnswer(
    ({ number }) => numbers.includes(number),
    () => answer,
  );

export const refusal = (detail: string, status = 400): TinyAnswer => ({
  status,
  headers: { "content-type": "application/problem+json" },
  body: JSON.stringify({ status, title: "Bad Request", detail }),
});

/** @param retryAfter undefined: no header */
export const tooMany = (retryAfter?: string): TinyAnswer => ({
  status: 429,
  headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  body: '{"detail":"Too many requests."}',
});

export const refusesPagesAbove = (size: number): Middleware =>
  replaceAnswer(
    ({ limit }) => limit > size,
    () => refusal(`limit must be at most ${size}`),
  );

/** Refuses an `updated_since` outside these years. */
export const refusesYearsOutside = (first: number, last: number): Middleware =>
  replaceAnswer(
    ({ updatedSince }) => {
      const year = Number(updatedSince?.slice(0, 4) ?? first);
      return year < first || year > last;
    },
    () => refusal(`updated_since must lie between ${first} and ${last}`),
  );

/** Adds headers to every answer. */
export const withHeaders =
  (headers: () => Record<string, string>): Middleware =>
  async (request, list) => {
    const answer = await list(request);
    return { ...answer, headers: { ...answer.headers, ...headers() } };
  };

/** Sets the Date header of a source whose clock is ahead, or behind if negative. */
export const clockAhead = (milliseconds: number): Middleware =>
  withHeaders(() => ({ date: new Date(Date.now() + milliseconds).toUTCString() }));

export const latency =
  (milliseconds: number): Middleware =>
  async (request, list) => {
    await sleep(milliseconds);
    return list(request);
  };

/** A rate limit with a burst. */
export function tokenBucket(perSecond: number, burst: number, retryAfter?: string): Middleware {
  let tokens = burst;
  let filledAt = performance.now();
  return (request, list) => {
    tokens = Math.min(burst, tokens + ((request.at - filledAt) / 1_000) * perSecond);
    filledAt = request.at;
    if (tokens < 1) return tooMany(retryAfter);
    tokens -= 1;
    return list(request);
  };
}

/** Sends each answer with its share, by a seed, and lists the records otherwise. */
export function randomFaults(
  seed: number,
  faults: readonly { share: number; answer: TinyAnswer }[],
): Middleware {
  const random = createRandom(seed);
  return (request, list) => {
    let drawn = random();
    for (const { share, answer } of faults) {
      if (drawn < share) return answer;
      drawn -= share;
    }
    return list(request);
  };
}

/** Random numbers in [0, 1), by mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
