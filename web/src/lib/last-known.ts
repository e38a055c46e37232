import { ApiFailure, type Failure } from "./api.ts";

/** Content with the time at which it was read; after a failed read, what was known before it. */
export interface Known<Content> {
  /** Undefined if nothing is known yet. */
  content: Content | undefined;
  /** Epoch milliseconds; undefined without content. */
  readAt: number | undefined;
  /** Why the newest read failed; undefined if it succeeded. */
  failure: Failure | undefined;
  /** When the first of the failed reads in a row was, in epoch milliseconds. */
  failingSince: number | undefined;
}

interface LastKnown {
  /**
   * Reads, or returns what was last read under `key`.
   * @throws what `read` throws, if it is not a failure of the API, and if the API found nothing (404)
   */
  read<Content>(key: string, read: () => Promise<Content>): Promise<Known<Content>>;
}

/**
 * Keeps the newest content of `capacity` keys. In the browser it lives as long as the page; on the server it must not outlive a
 * request, so there its capacity is 0.
 */
export function createLastKnown(capacity: number, now: () => number = Date.now): LastKnown {
  const kept = new Map<string, { content: unknown; readAt: number }>();
  const failing = new Map<string, number>();

  function keep(key: string, content: unknown): number {
    const readAt = now();
    kept.delete(key);
    failing.delete(key);
    if (capacity > 0) kept.set(key, { content, readAt });
    const [oldest] = kept.keys();
    if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
    return readAt;
  }

  return {
    async read<Content>(key: string, read: () => Promise<Content>) {
      try {
        const content = await read();
        return { content, readAt: keep(key, content), failure: undefined, failingSince: undefined };
      } catch (error) {
        if (!(error instanceof ApiFailure) || error.status === 404) throw error;
        const { part, status, detail, requestId } = error;
        const last = kept.get(key);
        const failingSince = failing.get(key) ?? now();
        if (capacity > 0) failing.set(key, failingSince);
        return {
          // A key belongs to one page, whose `read` returns one type.
          content: last?.content as Content | undefined,
          readAt: last?.readAt,
          failure: { part, status, detail, requestId },
          failingSince,
        };
      }
    },
  };
}
