import { ApplicationFailure, ApplicationFailureCategory } from "@temporalio/common";
import type { FailedFetch } from "./source/source-client.ts";

/**
 * The failure of an activity that a failed request to the source means.
 *
 * @param nextRetryDelayMs until the next attempt, in milliseconds, where one helps; undefined leaves it to the retry policy
 */
export function sourceFailure({ failure }: FailedFetch, nextRetryDelayMs?: number): ApplicationFailure {
  // Temporal takes a delay of 0 for "never again".
  const delay = nextRetryDelayMs !== undefined && { nextRetryDelay: Math.max(nextRetryDelayMs, 1) };
  switch (failure.kind) {
    case "rate-limited":
      // Expected and no error of ours: BENIGN keeps it out of error logs and metrics.
      return ApplicationFailure.create({
        type: "SourceRateLimited",
        message: failure.message,
        ...delay,
        category: ApplicationFailureCategory.BENIGN,
      });
    case "unavailable":
      return ApplicationFailure.create({ type: "SourceUnavailable", message: failure.message, ...delay });
    case "unreadable":
      return ApplicationFailure.create({ type: "SourceUnreadable", message: failure.message, ...delay });
    case "refused":
      return ApplicationFailure.nonRetryable(failure.message, "SourceRefused");
    case "redirected":
      return ApplicationFailure.nonRetryable(failure.message, "SourceRedirected");
    case "unauthorized":
      return ApplicationFailure.nonRetryable(failure.message, "SourceUnauthorized");
    case "contract-broken":
      return ApplicationFailure.nonRetryable(failure.message, "SourceContractBroken");
  }
}

/** The source asked this run to wait, and the wait is not over: nothing was sent. */
export const heldBack = (waitMs: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: "SourceRateLimited",
    message: "The source asked this run to wait; the wait is not over yet.",
    nextRetryDelay: waitMs,
    category: ApplicationFailureCategory.BENIGN,
  });

const SOURCE_SILENT = "SourceSilent";

/** Nothing got through for as long as a run has patience. */
export const patienceExhausted = (minutes: number, lastFailure: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `The source gave no usable answer for ${minutes} minutes (SOURCE_PATIENCE_MINUTES). The last one: ${lastFailure}`,
    SOURCE_SILENT,
  );

/** The same, of a run that had read nothing before: there is nothing to be incomplete. */
export const nothingRead = (reason: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(reason, SOURCE_SILENT);

/** An answer that contradicts itself or an earlier one: it is asked for again before it is believed. */
export const sourceDoubtful = (message: string, nextRetryDelayMs: number): ApplicationFailure =>
  ApplicationFailure.create({ type: "SourceDoubtful", message, nextRetryDelay: nextRetryDelayMs });

/** A reset emptied the warehouse since this run began: its writes belong to nothing. */
export const generationSuperseded = (expected: number, actual: number): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `The warehouse was reset during this run (generation ${expected}, now ${actual}): start a new run.`,
    "GenerationSuperseded",
  );

/** Another attempt of the same activity has moved the slice's cursor: the next attempt goes on from there. */
export const sliceSuperseded = (sliceNo: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: "SliceSuperseded",
    message: `Another attempt has advanced slice ${sliceNo}; continuing at its cursor.`,
    nextRetryDelay: 100,
    category: ApplicationFailureCategory.BENIGN,
  });

/** More of a run's versions broke a rule than is normal: the source has changed, or the rules no longer fit it. */
export const tooManyRejects = (rejected: number, versions: number, percent: number): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `${rejected} of ${versions} versions were rejected, above the ${percent} % allowed: look at ops.rejected_records, then fix the source or raise MAX_REJECTED_PERCENT.`,
    "TooManyRejects",
  );

/** An error that is neither the source's nor a lost connection: repeating does not mend it. */
export const internalError = (activityType: string, attempts: number, cause: unknown): ApplicationFailure =>
  ApplicationFailure.create({
    type: "PipelineError",
    message: `${activityType} failed with an internal error in attempt ${attempts}: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}. Committed data is kept. The worker's log has the stack trace: report it, and start a run once it is fixed.`,
    nonRetryable: true,
    ...(cause instanceof Error && { cause }),
  });
