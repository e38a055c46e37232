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
  /** Nothing but the proof by counting. */
  "prove",
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
  "lost_records",
  "stale_records",
  "changed_records",
  "being_checked",
  "gold_repaired",
  "bronze_damaged",
] as const;
export const deletionReasons = ["gone", "rolled_back"] as const;

export const proofVerdicts = [
  /** Still counting. */
  "counting",
  /** Each window holds as many entries at the source as in the warehouse. */
  "proved",
  /** Windows that differ, or a source that changed while it was counted: the next run goes on. */
  "being_checked",
  /** So much differed that reading everything was cheaper, or counts could not be used: a complete read compared each record. */
  "read_in_full",
  /** The source cannot be counted by time; its total and its pages are compared instead. */
  "not_countable",
] as const;
export const proofWindowOrigins = [
  /** Between two boundaries of the proof. */
  "boundary",
  /** One half of a window that differed. */
  "half",
  /** Read outright in rotation, whatever its counts say. */
  "scrub",
  /** Around a record's earlier time: whether it is still listed there. */
  "earlier_entry",
] as const;
export const proofWindowVerdicts = ["equal", "differs", "reading", "healed", "unsettled"] as const;
export const differenceKinds = [
  /** Listed by the source, unknown to bronze. */
  "lost",
  /** Listed with a newer `updated_at` than bronze had. */
  "stale",
  /** Listed with an older `updated_at` than bronze had, and not with that one. */
  "rolled_back",
  /** Listed more than once. */
  "listed_twice",
  /** In bronze, no longer listed. */
  "gone",
  /** Listed with the same `updated_at` and another content. */
  "changed",
] as const;
