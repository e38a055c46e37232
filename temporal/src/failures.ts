import { ApplicationFailure, ApplicationFailureCategory } from "@temporalio/common";
import type { FailedFetch } from "./source/source-client.ts";

/**
 * Converts a failed request to an activity failure.
 *
 * @param nextRetryDelayMs until the next attempt, in milliseconds, where one helps; undefined leaves it to the retry policy
 */
export function sourceFailure({ failure }: FailedFetch, nextRetryDelayMs?: number): ApplicationFailure {
  // Temporal treats a delay of 0 as "do not retry".
  const delay = nextRetryDelayMs !== undefined && { nextRetryDelay: Math.max(nextRetryDelayMs, 1) };
  switch (failure.kind) {
    case "rate-limited":
      // Expected: BENIGN keeps it out of error logs and metrics.
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

/** A wait that the source asked for is not over: no request was sent. */
export const heldBack = (waitMs: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: "SourceRateLimited",
    message: "The source asked this run to wait; the wait is not over yet.",
    nextRetryDelay: waitMs,
    category: ApplicationFailureCategory.BENIGN,
  });

const SOURCE_SILENT = "SourceSilent";

/** The source gave no usable answer for SOURCE_PATIENCE_MINUTES. */
export const patienceExhausted = (minutes: number, lastFailure: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `The source gave no usable answer for ${minutes} minutes (SOURCE_PATIENCE_MINUTES). The last one: ${lastFailure}`,
    SOURCE_SILENT,
  );

/** The same for a run that had read nothing, which fails instead of being incomplete. */
export const nothingRead = (reason: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(reason, SOURCE_SILENT);

/** An answer that contradicts itself or an earlier one: it is requested again before it is accepted. */
export const sourceDoubtful = (message: string, nextRetryDelayMs: number): ApplicationFailure =>
  ApplicationFailure.create({ type: "SourceDoubtful", message, nextRetryDelay: nextRetryDelayMs });

/** A reset emptied the warehouse since this run started; its writes are refused. */
export const generationSuperseded = (expected: number, actual: number): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `The warehouse was reset during this run (generation ${expected}, now ${actual}): start a new run.`,
    "GenerationSuperseded",
  );

/** Another attempt of the same activity has advanced the slice's cursor; the next attempt continues from there. */
export const sliceSuperseded = (sliceNo: number): ApplicationFailure =>
  ApplicationFailure.create({
    type: "SliceSuperseded",
    message: `Another attempt has advanced slice ${sliceNo}; continuing at its cursor.`,
    nextRetryDelay: 100,
    category: ApplicationFailureCategory.BENIGN,
  });

/** Too many of a run's versions were rejected: the source has changed, or the rules no longer fit it. */
export const tooManyRejects = (rejected: number, versions: number, percent: number): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    `${rejected} of ${versions} versions were rejected, above the ${percent} % allowed: look at ops.rejected_records, then fix the source or raise MAX_REJECTED_PERCENT.`,
    "TooManyRejects",
  );

/** An error that is neither the source's nor a lost connection: a retry does not fix it. */
export const internalError = (activityType: string, attempts: number, cause: unknown): ApplicationFailure =>
  ApplicationFailure.create({
    type: "PipelineError",
    message: `${activityType} failed with an internal error in attempt ${attempts}: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}. Committed data is kept. The worker's log has the stack trace: report it, and start a run once it is fixed.`,
    nonRetryable: true,
    ...(cause instanceof Error && { cause }),
  });

/** A receiver of alerts has not accepted a message; it is sent again for three days. */
export const alertNotDelivered = (receiver: string, reason: string): ApplicationFailure =>
  ApplicationFailure.create({
    type: "AlertNotDelivered",
    message: `The message was not delivered to ${receiver}: ${reason}.`,
  });

export const alertUnknown = (): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    "The warehouse does not have this message, as after a restore of an older one: there is nothing to send.",
    "AlertUnknown",
  );
