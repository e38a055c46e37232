/** What a simulated source answers to a request that arrives at a time, in milliseconds. */
export type SourceLimit = (at: number) => { status: 200 | 429 | 500; retryAfterMs?: number | undefined };

/** mulberry32: numbers in [0, 1) that depend on nothing but the seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const unlimited = (): SourceLimit => () => ({ status: 200 });

/**
 * @param rate requests a second, or what it is at a time
 * @param burst requests that may be saved up; 1 allows none at once
 */
export function tokenBucket(
  rate: number | ((at: number) => number),
  burst: number,
  retryAfterMs: number | undefined,
): SourceLimit {
  let tokens = burst;
  let last = 0;
  return (at) => {
    const perSecond = typeof rate === "number" ? rate : rate(at);
    tokens = Math.min(burst, tokens + ((at - last) / 1000) * perSecond);
    last = at;
    // The sums of a thousand fractions miss a whole token by a little.
    if (tokens < 1 - 1e-9) return { status: 429, retryAfterMs };
    tokens -= 1;
    return { status: 200 };
  };
}

/** @param retryAfterMs undefined is missing, null what is left of the window in whole seconds */
export function fixedWindow(
  requests: number,
  windowMs: number,
  retryAfterMs: number | undefined | null,
): SourceLimit {
  let end = 0;
  let admitted = 0;
  return (at) => {
    if (at >= end) {
      end = (Math.floor(at / windowMs) + 1) * windowMs;
      admitted = 0;
    }
    if (admitted++ < requests) return { status: 200 };
    const left = Math.ceil((end - at) / 1000) * 1000;
    return { status: 429, retryAfterMs: retryAfterMs === null ? left : retryAfterMs };
  };
}

/** @param shares of requests answered 429 and 500, whatever the pace */
export function randomFaults(
  shares: { refused: number; failed: number },
  retryAfterMs: number | undefined,
  seed: number,
  otherwise: SourceLimit = unlimited(),
): SourceLimit {
  const random = seededRandom(seed);
  return (at) => {
    if (random() < shares.refused) return { status: 429, retryAfterMs };
    if (random() < shares.failed) return { status: 500 };
    return otherwise(at);
  };
}
