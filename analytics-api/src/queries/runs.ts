import { type LedgerRow, ledgerColumns } from "../schemas/run.ts";
import type { Snapshot } from "../sql/snapshot.ts";

interface RunFilters {
  outcome?: string[] | undefined;
  kind?: string[] | undefined;
  trigger?: string[] | undefined;
}

/** Up to `limit` runs older than number `before`, newest first. */
export const listRuns = (
  sql: Snapshot,
  { outcome, kind, trigger }: RunFilters,
  { limit, before }: { limit: number; before?: number | undefined },
) => sql<LedgerRow[]>`
  select ${sql(ledgerColumns)}
  from ops.runs
  where true
    ${before === undefined ? sql`` : sql`and run_number < ${before}`}
    ${outcome ? sql`and outcome = any(${outcome}::text[])` : sql``}
    ${kind ? sql`and kind = any(${kind}::text[])` : sql``}
    ${trigger ? sql`and trigger = any(${trigger}::text[])` : sql``}
  order by run_number desc
  limit ${limit}`;

/** A run by its id or number; undefined when there is none. */
export async function findRun(
  sql: Snapshot,
  key: { id: string } | { number: number },
): Promise<LedgerRow | undefined> {
  const [run] = await sql<LedgerRow[]>`
    select ${sql(ledgerColumns)} from ops.runs
    where ${"id" in key ? sql`run_id = ${key.id}` : sql`run_number = ${key.number}`}`;
  return run;
}
