import { activityInfo, cancellationSignal } from "@temporalio/activity";
import { TemporalFailure } from "@temporalio/common";
import { internalError } from "../failures.ts";
import { isTransientError } from "../ledger/is-transient-error.ts";

/** About fifteen seconds with the retry policy of source activities. */
const MAX_ATTEMPTS = 5;

/**
 * Makes an internal error non-retryable after some attempts; the retry policy of source activities has no limit. Typed failures,
 * lost connections and conflicts are rethrown unchanged.
 */
export const limitInternalRetries =
  <Arguments extends unknown[], Result>(activity: (...args: Arguments) => Promise<Result>) =>
  async (...args: Arguments): Promise<Result> => {
    try {
      return await activity(...args);
    } catch (error) {
      const { attempt, activityType } = activityInfo();
      const isKnown = error instanceof TemporalFailure || isTransientError(error);
      if (isKnown || cancellationSignal().aborted || attempt < MAX_ATTEMPTS) throw error;
      throw internalError(activityType, attempt, error);
    }
  };
