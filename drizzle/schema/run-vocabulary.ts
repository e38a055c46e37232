// Apart from the tables, so that a program can have the words without the table builder (half a second, 170 MB).

export const runVariants = ["modular", "linear"] as const;
export const runKinds = ["incremental", "backfill", "reconcile"] as const;
export const runTriggers = ["schedule", "cli", "api", "start"] as const;
export const runOutcomes = [
  "running",
  "succeeded",
  /** Source and gold did not balance: the next run reads everything. */
  "unbalanced",
  "failed",
  "canceled",
  /** Killed from outside; noticed and closed by a later run. */
  "abandoned",
] as const;
