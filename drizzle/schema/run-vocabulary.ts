// Separate from the tables, so that programs can import the values without drizzle-orm (half a second, 170 MB).

export const runVariants = ["modular", "linear"] as const;
export const runKinds = [
  /** Since the watermark. */
  "incremental",
  /** Everything, because there is no watermark yet. */
  "first_load",
  /** A range of `updated_at` again. */
  "backfill",
  /** Everything; records that are no longer listed are marked as deleted. */
  "reconcile",
  /** Only the proof by counting. */
  "prove",
] as const;
export const runTriggers = ["schedule", "cli", "api", "start"] as const;
export const runOutcomes = [
  "running",
  "succeeded",
  /** Gold is up to date; `ops.findings` lists what the run noticed. */
  "succeeded_with_findings",
  /** A part could not be read or proved; the rest is in gold, and the next run continues. */
  "incomplete",
  "failed",
  "canceled",
  /** Terminated from outside and closed by a later run. */
  "abandoned",
] as const;

export const findingSeverities = [
  /** Nothing to do. */
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
  /** In progress. */
  "counting",
  /** Each window has as many entries at the source as in the warehouse. */
  "proved",
  /** Windows differ, or the source changed while it was counted; the next run continues. */
  "being_checked",
  /** A complete read compared each record, because it was cheaper or the counts could not be used. */
  "read_in_full",
  /** The source cannot be counted by time; its total and pages are compared instead. */
  "not_countable",
] as const;
export const proofWindowOrigins = [
  /** Between two boundaries of the proof. */
  "boundary",
  /** One half of a window that differed. */
  "half",
  /** Read in rotation, regardless of its counts. */
  "scrub",
  /** Around a record's earlier `updated_at`, to see whether it is still listed there. */
  "earlier_entry",
] as const;
export const proofWindowVerdicts = ["equal", "differs", "reading", "healed", "unsettled"] as const;
export const differenceKinds = [
  /** Listed by the source, not in bronze. */
  "lost",
  /** Listed with a newer `updated_at` than bronze had. */
  "stale",
  /** Listed with an older `updated_at` than bronze had, and not with that one too. */
  "rolled_back",
  /** Listed more than once. */
  "listed_twice",
  /** In bronze, no longer listed. */
  "gone",
  /** Listed with the same `updated_at` and different content. */
  "changed",
] as const;
