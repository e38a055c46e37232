/**
 * What `read` told at most `maxAgeMs` before it is asked for, counted from when it began to read: asked for more often, all
 * are told the same. A failure is told to those who waited for it, and forgotten.
 */
export function createRecent<Value>(
  read: () => Promise<Value>,
  maxAgeMs: number,
  now: () => number = () => performance.now(),
): () => Promise<Value> {
  let latest: { begun: number; value: Promise<Value> } | undefined;
  return () => {
    if (latest && now() - latest.begun <= maxAgeMs) return latest.value;
    const reading = { begun: now(), value: read() };
    latest = reading;
    reading.value.catch(() => {
      if (latest === reading) latest = undefined;
    });
    return reading.value;
  };
}
