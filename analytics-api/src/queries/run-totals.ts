import type { ops } from "@enrichment-monitor/warehouse";
import type { Snapshot } from "../sql/snapshot.ts";

type Outcome = (typeof ops.runOutcomes)[number];

/** What all runs with the same outcome did together; columns of `ops.runs` have their names there. */
export interface RunTotals {
  outcome: Outcome;
  runs: number;
  duration_seconds: number;
  newest_finish: Date | null;
  requests: number;
  rate_limited: number;
  retries: number;
  rate_limit_wait_ms: number;
  records_read: number;
  versions_written: number;
  gold_inserted: number;
  gold_updated: number;
  rejected: number;
}

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
] as const satisfies (keyof RunTotals)[];

/**
 * A row for each outcome that a run had. The ledger is kept forever, also by a reset, so the sums over all rows only grow. Deletions
 * are left out: a run may take some back.
 */
export const readRunTotals = (sql: Snapshot) => sql<RunTotals[]>`
  select outcome, count(*) as runs, max(finished_at) as newest_finish,
         coalesce(sum(extract(epoch from finished_at - started_at)), 0)::double precision as duration_seconds,
         ${SUMMED.flatMap((column, index) => [index ? sql`,` : sql``, sql`sum(${sql(column)})::bigint as ${sql(column)}`])}
  from ops.runs
  group by outcome`;
