import type { TransactionSql } from "postgres";
import { sumUpRun } from "./sum-up-run.ts";

/** Closes a run whose workflow ended without doing so: terminated, reset, or timed out. */
export async function closeAbandoned(sql: TransactionSql, runId: string): Promise<void> {
  await sumUpRun(sql, runId);
  await sql`
    update ops.runs
    set finished_at = now(), outcome = 'abandoned',
        error = 'The workflow ended from outside before it could close the run (terminated, reset or timed out).'
    where run_id = ${runId} and finished_at is null`;
}
