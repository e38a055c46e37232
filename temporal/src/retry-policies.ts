import type { ActivityOptions } from "@temporalio/workflow";

/**
 * Time-outs and retries of every activity, and why. Free of run-time imports: workflow code uses it.
 *
 * No policy has a maximum number of attempts: a 429 would use them up. Failures that a retry cannot fix are non-retryable
 * (failures.ts), and so are internal errors after some attempts (activities/limit-internal-retries.ts).
 *
 * Cancellation waits for the activity, so that the run is closed after its last commit.
 */
const cancellationType = "WAIT_CANCELLATION_COMPLETED";

/**
 * Activities that call the source, in time boxes of 60 s. No time-out ends a slow one; an unreachable source is given up after
 * `SOURCE_PATIENCE_MINUTES` without progress (ledger/source-waits.ts).
 */
export const sourceActivity = {
  startToCloseTimeout: "3 minutes",
  heartbeatTimeout: "30 seconds",
  cancellationType,
  retry: { initialInterval: "1 second", backoffCoefficient: 2, maximumInterval: "30 seconds" },
} satisfies ActivityOptions;

/** Activities that only use the warehouse. A restart of PostgreSQL takes seconds, so retries are quick. */
export const warehouseActivity = {
  startToCloseTimeout: "3 minutes",
  scheduleToCloseTimeout: "30 minutes",
  heartbeatTimeout: "60 seconds",
  cancellationType,
  retry: { initialInterval: "500 milliseconds", backoffCoefficient: 1.5, maximumInterval: "15 seconds" },
} satisfies ActivityOptions;

/** One attempt: a second one would count the evaluation twice, and the next evaluation is a minute away. */
export const alertEvaluation = {
  startToCloseTimeout: "50 seconds",
  retry: { maximumAttempts: 1 },
} satisfies ActivityOptions;

/** A receiver that is down over a weekend still gets its messages. */
export const alertDelivery = {
  startToCloseTimeout: "1 minute",
  scheduleToCloseTimeout: "3 days",
  retry: { initialInterval: "5 seconds", backoffCoefficient: 2, maximumInterval: "15 minutes" },
} satisfies ActivityOptions;
