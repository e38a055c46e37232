import { heartbeat } from "@temporalio/activity";

/** Well below the heartbeat time-outs of the retry policies; in milliseconds. */
const HEARTBEAT_INTERVAL_MS = 5_000;

/**
 * Heartbeats until disposed, so that slow requests and long statements do not time out and cancellations are received.
 *
 * @param details heartbeat details for the next attempt
 */
export function keepAlive(details?: () => unknown): Disposable {
  const timer = setInterval(() => heartbeat(details?.()), HEARTBEAT_INTERVAL_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
