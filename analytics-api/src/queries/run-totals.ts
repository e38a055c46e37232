import type { ops } from "@enrichment-monitor/warehouse";
import type { Snapshot } from "../sql/snapshot.ts";

/** Columns of `ops.runs`. Not its deletions: a run may take some back. */
const SUMMED = [
  "requests",
  "rate_limited",
  "retries",
  "rate_limit_wait_ms",
  "records_read",
  "versions_written",
  "gold_inserted",
  "gold_updated",
  "rejected",
] as const;

/** What all runs with the same outcome did together. */
export type RunTotals = Record<(typeof SUMMED)[number] | "runs" | "duration_seconds", number> & {
  outcome: (typeof ops.runOutcomes)[number];
};

/** A row for each outcome that a run had. The ledger is kept forever, also by a reset, so the sums over all rows only grow. */
export const readRunTotals = (sql: Snapshot) => sql<RunTotals[]>`
  select outcome, count(*) as runs,
         coalesce(sum(extract(epoch from finished_at - started_at)), 0)::double precision as duration_seconds
         ${SUMMED.map((column) => sql`, sum(${sql(column)})::bigint as ${sql(column)}`)}
  from ops.runs
  group by outcome`;
