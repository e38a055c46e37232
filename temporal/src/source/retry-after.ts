/** In milliseconds: a source that says 0 is not hammered. */
const SHORTEST_WAIT_MS = 500;
/** When the header is missing or unreadable. */
const DEFAULT_WAIT_MS = 2_000;
/** Spread, so that parallel slices do not come back all at once. */
const JITTER = 0.25;

const SECONDS = /^\d+$/;

/**
 * How long to wait after a 429, in milliseconds.
 *
 * @param retryAfter the header as received: whole seconds, an HTTP-date, missing or nonsense (RFC 9110, 10.2.3)
 * @param longestMs a source that says a year is asked again after this
 * @param random a number in [0, 1)
 */
export function retryDelayMs(
  retryAfter: string | null,
  now: Date,
  longestMs: number,
  random: number,
): number {
  const asked = askedWaitMs(retryAfter?.trim() ?? "", now);
  const clamped = Math.min(Math.max(asked, SHORTEST_WAIT_MS), longestMs);
  return Math.round(clamped * (1 + JITTER * random));
}

function askedWaitMs(retryAfter: string, now: Date): number {
  if (SECONDS.test(retryAfter)) return Number(retryAfter) * 1_000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? DEFAULT_WAIT_MS : date - now.getTime();
}
