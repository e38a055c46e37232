import type { LedgerRow } from "../schemas/run.ts";
import { runColumns } from "./list-runs.ts";
import type { Snapshot } from "./snapshot.ts";

/** One run by its id or its number; undefined when there is none. */
export async function readRun(
  sql: Snapshot,
  key: { id: string } | { number: number },
): Promise<LedgerRow | undefined> {
  const [run] = await sql<LedgerRow[]>`
    select ${runColumns(sql)} from ops.runs
    where ${"id" in key ? sql`run_id = ${key.id}` : sql`run_number = ${key.number}`}`;
  return run;
}
