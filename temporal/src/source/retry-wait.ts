import type { FetchFailure } from "./source-client.ts";

const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 30_000;
const JITTER = 0.1;

/**
 * How long to wait before the next request, in milliseconds: what the source asks for, else a back-off that doubles.
 *
 * @param failuresInRow since the last usable answer, this one included
 * @param random a number in [0, 1)
 */
export function retryWaitMs({ retryDelayMs }: FetchFailure, failuresInRow: number, random: number): number {
  if (retryDelayMs) return retryDelayMs;
  const backoff = FIRST_BACKOFF_MS * 2 ** Math.min(failuresInRow - 1, 16);
  return Math.round(Math.min(backoff, MAX_BACKOFF_MS) * (1 + JITTER * random));
}
