import { activityInfo, cancellationSignal } from "@temporalio/activity";
import { TemporalFailure } from "@temporalio/common";
import { internalError } from "../failures.ts";
import { isTransientError } from "../ledger/is-transient-error.ts";

/** Some fifteen seconds by the policy of activities that ask the source. */
const MAX_ATTEMPTS = 5;

/**
 * Makes an error of the pipeline itself final after some attempts: the policy that is repeated for as long as the source wants it
 * would repeat it without end. Failures with a meaning, lost connections and conflicts are thrown as they are.
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
