import type { Worker } from "@temporalio/worker";

const POLL_MS = 500;
/** Time for `run` to throw the error after the worker has failed; in milliseconds. */
const SETTLE_MS = 5_000;

/**
 * Runs the worker until it is stopped. Throws when it fails: the SDK's `run` may then wait forever for its pollers, for example
 * when Temporal refuses them.
 */
export async function runToEnd(worker: Pick<Worker, "run" | "getState">): Promise<void> {
  const failure = Promise.withResolvers<never>();
  let failedSince: number | undefined;
  const timer = setInterval(() => {
    if (worker.getState() !== "FAILED") return;
    failedSince ??= performance.now();
    if (performance.now() - failedSince < SETTLE_MS) return;
    failure.reject(new Error("The worker failed and did not stop: see the log lines above."));
  }, POLL_MS);
  try {
    await Promise.race([worker.run(), failure.promise]);
  } finally {
    clearInterval(timer);
  }
}
