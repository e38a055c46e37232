import { activityInfo, cancellationSignal, heartbeat } from "@temporalio/activity";
import { retryConflict } from "../ledger/retry-conflict.ts";
import { openPurge, type PurgeSummary, readPurge } from "../retention/purge-ledger.ts";
import { purgeOnce } from "../retention/purge-once.ts";
import type { ActivityDependencies } from "./dependencies.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Deletes versions superseded and requests made more than RETENTION_DAYS ago, in small transactions, for one time box. Progress is in
 * the ledger, so a repeated attempt continues.
 */
export function createPurgeHistory({ sql, settings }: ActivityDependencies) {
  return async (): Promise<PurgeSummary> => {
    const { workflowId, runId: purgeId } = activityInfo().workflowExecution ?? { workflowId: "", runId: "" };
    const deadline = performance.now() + settings.ACTIVITY_TIME_BOX_MS;
    const cutoff = new Date(Date.now() - settings.RETENTION_DAYS * DAY_MS);
    await openPurge(sql, { purgeId, workflowId, cutoff });
    while (await retryConflict(() => sql.begin((transaction) => purgeOnce(transaction, purgeId)))) {
      if (performance.now() > deadline) break;
      heartbeat();
      cancellationSignal().throwIfAborted();
    }
    return readPurge(sql, purgeId);
  };
}
