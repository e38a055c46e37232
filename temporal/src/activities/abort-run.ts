import { log } from "@temporalio/activity";
import { finishRun } from "../ledger/finish-run.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** Closes a run that failed or was canceled, with the reason. Committed data is kept. */
export function createAbortRun({ sql }: ActivityDependencies) {
  return async (run: RunReference, outcome: "failed" | "canceled", error: string): Promise<void> => {
    await sql.begin((transaction) => finishRun(transaction, run.runId, outcome, error));
    // Not the error, which may quote the source.
    log.info("run ended", { outcome });
  };
}
