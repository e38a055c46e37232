import type { RawRecord } from "../source/source-client.ts";

/** Times further ahead of the local clock are rejected by gold's rules and ignored by pagination; in milliseconds. */
const FURTHEST_AHEAD_MS = 24 * 60 * 60 * 1_000;

/**
 * The `updated_at` of a page's records, in page order, without those unusable for a cursor: unreadable ones, ones before the second of
 * `since`, and ones more than a day ahead of the local clock.
 */
export function observedTimes(records: readonly RawRecord[], since: Date | null, now: Date): Date[] {
  const earliest = since ? Math.floor(since.getTime() / 1_000) * 1_000 : Number.NEGATIVE_INFINITY;
  const latest = now.getTime() + FURTHEST_AHEAD_MS;
  return records.flatMap(({ updatedAt }) =>
    updatedAt && updatedAt.getTime() >= earliest && updatedAt.getTime() <= latest ? [updatedAt] : [],
  );
}
