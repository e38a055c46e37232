import { readHttpDate } from "./http-date.ts";

/** Seconds, decimal ones too. Their unit, a comment or the same header a second time may follow. */
const SECONDS = /^(\d+(?:\.\d*)?)\s*(?:s(?:ec(?:ond)?s?)?)?\s*(?:$|[;,])/i;

/**
 * How long a source's Retry-After asks to wait, in milliseconds; 0 means at once, so the caller needs a shortest wait.
 *
 * @param retryAfter the header as received: seconds or an HTTP-date (RFC 9110, 10.2.3), missing or nonsense
 * @param now by the clock that the date was written by: the source's, when it tells its time
 * @param longestMs a source that says a year is asked again after this
 * @returns undefined when it says nothing that can be obeyed, such as a date in the past
 */
export function retryDelayMs(retryAfter: string | null, now: Date, longestMs: number): number | undefined {
  const asked = askedWaitMs(retryAfter?.trim() ?? "", now);
  if (asked === null || asked < 0) return undefined;
  return Math.round(Math.min(asked, longestMs));
}

function askedWaitMs(retryAfter: string, now: Date): number | null {
  const seconds = SECONDS.exec(retryAfter)?.[1];
  if (seconds !== undefined) return Number(seconds) * 1_000;
  const date = readHttpDate(retryAfter);
  return date && date.getTime() - now.getTime();
}
