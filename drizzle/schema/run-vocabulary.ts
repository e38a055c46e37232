// Apart from the tables, so that a program can have the words without the table builder (half a second, 170 MB).

export const runVariants = ["modular", "linear"] as const;
export const runKinds = [
  /** Since the watermark. */
  "incremental",
  /** Everything, because there is no watermark yet. */
  "first_load",
  /** A span of `updated_at` again. */
  "backfill",
  /** Everything, and what is no longer listed is marked as deleted. */
  "reconcile",
] as const;
export const runTriggers = ["schedule", "cli", "api", "start"] as const;
export const runOutcomes = [
  "running",
  "succeeded",
  /** Gold follows the source; what was noticed on the way is listed in `ops.findings`. */
  "succeeded_with_findings",
  /** A part could not be read or proved; what was read is in gold, and the next run goes on. */
  "incomplete",
  "failed",
  "canceled",
  /** Killed from outside; noticed and closed by a later run. */
  "abandoned",
] as const;

export const findingSeverities = [
  /** Worth knowing; nothing to do. */
  "notice",
  /** Makes a run `succeeded_with_findings`. */
  "warning",
  /** Makes a run `incomplete`. */
  "gap",
] as const;
export const findingCodes = [
  "rejected_records",
  "duplicate_records",
  "deleted_records",
  "rolled_back_records",
  "count_differs",
  "total_capped",
  "not_counted",
  "source_unavailable",
  "clock_differs",
  "page_size_reduced",
  "updated_since_ignored",
  "updated_since_exclusive",
  "unreadable_times",
] as const;
export const deletionReasons = ["gone", "rolled_back"] as const;
