export interface Body {
  /** Decompressed. */
  bytes: Buffer;
  /** Why reading ended: the body's end, the limit of bytes, or the limit of time. */
  end: "whole" | "too-large" | "too-slow";
}

/** Limits for the body of a response that is not a page; only its error message is needed. */
const BRIEF = { maxBytes: 8 * 1024, timeoutMs: 1_000 };

/** Reads the beginning of a body and never throws: a short body's connection can then be used again. */
export async function readBriefly(body: ReadableStream<Uint8Array> | null): Promise<Buffer> {
  const read = await readBody(body, BRIEF).catch(() => null);
  return read?.bytes ?? Buffer.alloc(0);
}

/**
 * Reads a body up to a limit; the rest is cancelled, and the connection with it. A body read whole leaves its connection
 * to the next request.
 *
 * @param limits timeoutMs: undefined leaves the time to the request's own signal
 * @throws what the stream throws when the connection breaks.
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs?: number },
): Promise<Body> {
  if (!body) return { bytes: Buffer.alloc(0), end: "whole" };
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let end: Body["end"] = "whole";
  const stop = (reason: Body["end"]) => {
    end = reason;
    // Cancelling ends the pending read; a stream that has failed meanwhile has nothing to cancel.
    return reader.cancel().catch(() => undefined);
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs, "too-slow");
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.byteLength;
      if (size > maxBytes) await stop("too-large");
    }
  } finally {
    clearTimeout(timer);
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), end };
}
