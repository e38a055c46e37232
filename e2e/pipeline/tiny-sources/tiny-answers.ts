import { setTimeout as sleep } from "node:timers/promises";
import type { Answering, TinyAnswer, TinyRequest } from "./tiny-source.ts";

/** Another answer to the requests that `meets` chooses. */
export const instead =
  (meets: (request: TinyRequest) => boolean, answer: (request: TinyRequest) => TinyAnswer): Answering =>
  (request, list) =>
    meets(request) ? answer(request) : list(request);

export const always = (answer: TinyAnswer): Answering =>
  instead(
    () => true,
    () => answer,
  );

/** Counted from the first request. */
export const onRequest = (numbers: readonly number[], answer: TinyAnswer): Answering =>
  instead(
    ({ number }) => numbers.includes(number),
    () => answer,
  );

export const refusal = (detail: string, status = 400): TinyAnswer => ({
  status,
  headers: { "content-type": "application/problem+json" },
  body: JSON.stringify({ status, title: "Bad Request", detail }),
});

/** No Retry-After when it is not given. */
export const tooMany = (retryAfter?: string): TinyAnswer => ({
  status: 429,
  headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  body: '{"detail":"Too many requests."}',
});

export const refusesPagesAbove = (size: number): Answering =>
  instead(
    ({ limit }) => limit > size,
    () => refusal(`limit must be at most ${size}`),
  );

/** Refuses the years of `updated_since` before and after the bounds. */
export const refusesYearsOutside = (first: number, last: number): Answering =>
  instead(
    ({ updatedSince }) => {
      const year = Number(updatedSince?.slice(0, 4) ?? first);
      return year < first || year > last;
    },
    () => refusal(`updated_since must lie between ${first} and ${last}`),
  );

/** Other headers on every answer. */
export const withHeaders =
  (headers: () => Record<string, string>): Answering =>
  async (request, list) => {
    const answer = await list(request);
    return { ...answer, headers: { ...answer.headers, ...headers() } };
  };

/** The Date header of a source whose clock is ahead by so much, or behind. */
export const clockAhead = (milliseconds: number): Answering =>
  withHeaders(() => ({ date: new Date(Date.now() + milliseconds).toUTCString() }));

export const latency =
  (milliseconds: number): Answering =>
  async (request, list) => {
    await sleep(milliseconds);
    return list(request);
  };

/** At most `perSecond` requests in the long run and `burst` at once. */
export function tokenBucket(perSecond: number, burst: number, retryAfter?: string): Answering {
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

/** Each answer with the share given, by a seed; the rest is what the list answers. */
export function randomFaults(
  seed: number,
  faults: readonly { share: number; answer: TinyAnswer }[],
): Answering {
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

/** Numbers in [0, 1): mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
