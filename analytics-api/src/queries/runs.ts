import { type LedgerRow, ledgerRow } from "../schemas/run.ts";
import type { PageRead, Snapshot } from "../sql/snapshot.ts";

type RunFilters = { [Column in "outcome" | "kind" | "trigger"]?: string[] | undefined };

const columns = ledgerRow.keyof().options;

/** Newest first; a position is a run's number. */
export const listRuns = (
  sql: Snapshot,
  { outcome, kind, trigger }: RunFilters,
  { limit, after }: PageRead<number>,
) => sql<LedgerRow[]>`
  select ${sql(columns)} from ops.runs
  where true
    ${after === undefined ? sql`` : sql`and run_number < ${after}`}
    ${outcome ? sql`and outcome = any(${outcome}::text[])` : sql``}
    ${kind ? sql`and kind = any(${kind}::text[])` : sql``}
    ${trigger ? sql`and trigger = any(${trigger}::text[])` : sql``}
  order by run_number desc
  limit ${limit}`;

export async function findRun(sql: Snapshot, key: { id: string } | { number: number }) {
  const [run] = await sql<LedgerRow[]>`
    select ${sql(columns)} from ops.runs
    where ${"id" in key ? sql`run_id = ${key.id}` : sql`run_number = ${key.number}`}`;
  return run;
}
