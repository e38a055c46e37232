import type { RunReference } from "../ledger/run-reference.ts";
import { sumUpRun } from "../ledger/sum-up-run.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** Closes a run that failed or was canceled, with the reason in words. What it committed stays and is built upon. */
export function createAbortRun({ sql }: ActivityDependencies) {
  return async (run: RunReference, outcome: "failed" | "canceled", error: string): Promise<void> => {
    await sql.begin(async (transaction) => {
      await sumUpRun(transaction, run.runId);
      await transaction`
        update ops.runs set finished_at = now(), outcome = ${outcome}, error = ${error}
        where run_id = ${run.runId} and finished_at is null`;
    });
  };
}
