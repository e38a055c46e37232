import type { ActivityOptions } from "@temporalio/workflow";

/**
 * Time-outs and retries of every activity, and why. Free of run-time imports: workflow code uses it.
 *
 * No policy has a maximum number of attempts: a 429 would use them up. Failures that repeating cannot mend are thrown as
 * non-retryable (failures.ts), and so are errors of our own after some attempts (activities/limit-internal-retries.ts).
 *
 * A canceled activity is waited for: the run is closed after its last commit, with everything it did in the ledger.
 */
const cancellationType = "WAIT_CANCELLATION_COMPLETED";

/**
 * Activities that ask the source. They work in time boxes of 60 s. No time-out ends one for being slow: what ends a hopeless
 * one is `SOURCE_PATIENCE_MINUTES` without progress (ledger/source-waits.ts).
 */
export const sourceActivity = {
  startToCloseTimeout: "3 minutes",
  heartbeatTimeout: "30 seconds",
  cancellationType,
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "30 seconds" },
} satisfies ActivityOptions;

/** Activities that only use the warehouse: a restart of PostgreSQL is over in seconds, so they come back quickly. */
export const warehouseActivity = {
  startToCloseTimeout: "3 minutes",
  scheduleToCloseTimeout: "30 minutes",
  heartbeatTimeout: "60 seconds",
  cancellationType,
  retry: { initialInterval: "500 milliseconds", backoffCoefficient: 1.5, maximumInterval: "15 seconds" },
} satisfies ActivityOptions;
