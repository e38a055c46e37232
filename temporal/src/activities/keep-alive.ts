import { heartbeat } from "@temporalio/activity";

/** Well below the heartbeat time-outs of the retry policies; in milliseconds. */
const HEARTBEAT_INTERVAL_MS = 5_000;

/**
 * Heartbeats until it is disposed, so that slow requests and long statements are not taken for a dead worker, and a
 * cancellation is heard.
 *
 * @param details what the next attempt is to find
 */
export function keepAlive(details?: () => unknown): Disposable {
  const timer = setInterval(() => heartbeat(details?.()), HEARTBEAT_INTERVAL_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
