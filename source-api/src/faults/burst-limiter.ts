/** Counts requests in fixed windows of real time, as many API gateways do. */
export interface BurstLimiter {
  /**
   * @param now milliseconds since 1970.
   * @returns false when the window that `now` falls into is full; an admitted request takes one of its places.
   */
  admit(now: number, limit: { requests: number; seconds: number }): boolean;
}

export function createBurstLimiter(): BurstLimiter {
  let window = Number.NEGATIVE_INFINITY;
  let admitted = 0;

  return {
    admit(now, { requests, seconds }) {
      const current = Math.floor(now / (seconds * 1000));
      if (current !== window) {
        window = current;
        admitted = 0;
      }
      if (requests === 0) return true;
      return admitted++ < requests;
    },
  };
}
