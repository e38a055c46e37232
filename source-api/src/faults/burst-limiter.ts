/** Counts requests in windows of real time, each beginning with its first request. */
export interface BurstLimiter {
  /**
   * @param now milliseconds since 1970.
   * @returns false when the present window is full; an admitted request takes one of its places.
   */
  admit(now: number, limit: { requests: number; seconds: number }): boolean;
}

export function createBurstLimiter(): BurstLimiter {
  let windowEnd = 0;
  let admitted = 0;

  return {
    admit(now, { requests, seconds }) {
      if (requests === 0) return true;
      if (now >= windowEnd) {
        windowEnd = now + seconds * 1000;
        admitted = 0;
      }
      return admitted++ < requests;
    },
  };
}
