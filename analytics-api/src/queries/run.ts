import { type LedgerRow, ledgerColumns } from "../schemas/run.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** One run by its id or its number; undefined when there is none. */
export async function readRun(
  sql: Snapshot,
  key: { id: string } | { number: number },
): Promise<LedgerRow | undefined> {
  const [run] = await sql<LedgerRow[]>`
    select ${sql(ledgerColumns)} from ops.runs
    where ${"id" in key ? sql`run_id = ${key.id}` : sql`run_number = ${key.number}`}`;
  return run;
}
