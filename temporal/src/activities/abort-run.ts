import { finishRun } from "../ledger/finish-run.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** Closes a run that failed or was canceled, with the reason. Committed data is kept. */
export function createAbortRun({ sql }: ActivityDependencies) {
  return (run: RunReference, outcome: "failed" | "canceled", error: string): Promise<void> =>
    sql.begin((transaction) => finishRun(transaction, run.runId, outcome, error));
}
