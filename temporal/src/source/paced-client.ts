import type { RequestPace } from "./request-pace.ts";
import { failed, type PageQuery, type SourceClient, type SourceFetch } from "./source-client.ts";

/** A request that was not sent because a wait is not over; in milliseconds. */
export interface HeldBack {
  heldBackMs: number;
}

export interface PacedClient {
  /** Sends one request at the allowed rate. Rejects only when `signal` is aborted. */
  fetchPage(query: PageQuery, signal: AbortSignal): Promise<SourceFetch | HeldBack>;
  /** Whether requests are currently paced because the source has refused some. */
  isLimited(): boolean;
}

/** Longer waits for a Retry-After are left to Temporal: they must not hold an activity's slot. */
const MAX_WAIT_IN_ACTIVITY_MS = 2_000;

export const isHeldBack = (fetched: SourceFetch | HeldBack): fetched is HeldBack => "heldBackMs" in fetched;

/** All requests of a process go through one pacer, so all slices share what is known of the rate limit. */
export function createPacedClient(
  client: SourceClient,
  pace: RequestPace,
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): PacedClient {
  let refusals = 0;

  /** @returns the remaining wait if it is too long to wait here; 0 when the request may be sent. */
  async function takeTurn(signal: AbortSignal): Promise<number> {
    for (;;) {
      // A turn that is taken is used: those that were left would hold back everybody behind them.
      const waitingMs = pace.waiting();
      if (waitingMs > MAX_WAIT_IN_ACTIVITY_MS) return waitingMs;
      const refusalsBefore = refusals;
      const waitMs = pace.reserve();
      if (waitMs > 0) await sleep(waitMs, signal);
      // A 429 voids the turns that were taken before it.
      if (refusals === refusalsBefore) return 0;
    }
  }

  return {
    isLimited: () => pace.limit() !== null,
    async fetchPage(query, signal) {
      const heldBackMs = await takeTurn(signal);
      if (heldBackMs > 0) return { heldBackMs };
      const fetched = await client.fetchPage(query, signal);
      if (failed(fetched) && fetched.failure.kind === "rate-limited") {
        refusals++;
        pace.refused(fetched.failure.retryDelayMs);
      } else pace.accepted();
      return fetched;
    },
  };
}
