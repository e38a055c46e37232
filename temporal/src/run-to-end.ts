import type { Worker } from "@temporalio/worker";

const POLL_MS = 500;
/** Time that `run` has to throw what went wrong, once the worker has failed; in milliseconds. */
const SETTLE_MS = 5_000;

/**
 * Runs the worker until it is told to stop. Throws when it fails: the SDK's `run` may then wait for its own pollers for
 * ever, for example when Temporal refuses them.
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
