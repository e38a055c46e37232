import { type LedgerRow, ledgerColumns } from "../schemas/run.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export interface RunFilters {
  outcomes?: string[] | undefined;
  kinds?: string[] | undefined;
  triggers?: string[] | undefined;
}

/** Up to `limit` runs older than number `before`, newest first. */
export const listRuns = (
  sql: Snapshot,
  { outcomes, kinds, triggers }: RunFilters,
  { limit, before }: { limit: number; before?: number | undefined },
) => sql<LedgerRow[]>`
  select ${sql(ledgerColumns)}
  from ops.runs
  where true
    ${before === undefined ? sql`` : sql`and run_number < ${before}`}
    ${outcomes ? sql`and outcome = any(${outcomes}::text[])` : sql``}
    ${kinds ? sql`and kind = any(${kinds}::text[])` : sql``}
    ${triggers ? sql`and trigger = any(${triggers}::text[])` : sql``}
  order by run_number desc
  limit ${limit}`;
