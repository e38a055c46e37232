import { createAbortRun } from "./abort-run.ts";
import { createAdvanceProof } from "./advance-proof.ts";
import { createCheckGold } from "./check-gold.ts";
import { createCloseRun } from "./close-run.ts";
import { createGiveUpAlert, createRecordAlertDelivery, createSendAlert } from "./deliver-alert.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { createEmptyWarehouse } from "./empty-warehouse.ts";
import { createEvaluateAlerts } from "./evaluate-alerts.ts";
import { createFinishFullRead } from "./finish-full-read.ts";
import { limitInternalRetries } from "./limit-internal-retries.ts";
import { createOpenRun } from "./open-run.ts";
import { createPlanSlices } from "./plan-slices.ts";
import { createPurgeHistory } from "./purge-history.ts";
import { createReadSlice } from "./read-slice.ts";
import { createPauseSchedule, createResumeSchedule } from "./schedule-state.ts";
import { createStopPipelines } from "./stop-pipelines.ts";
import { createTestAlerts } from "./test-alerts.ts";
import { createTransformPending } from "./transform-pending.ts";

export type Activities = ReturnType<typeof createActivities>;

/** Activities that call the source are retried without limit, so their internal errors are limited separately. */
export function createActivities(dependencies: ActivityDependencies) {
  const readSlice = limitInternalRetries(createReadSlice(dependencies));
  return {
    openRun: createOpenRun(dependencies),
    planSlices: limitInternalRetries(createPlanSlices(dependencies)),
    readSlice,
    checkGold: createCheckGold(dependencies),
    advanceProof: limitInternalRetries(createAdvanceProof(dependencies)),
    /** The same as readSlice; the activity name is stored with each request and marks requests of a proof. */
    readWindow: readSlice,
    finishFullRead: limitInternalRetries(createFinishFullRead(dependencies)),
    transformPending: createTransformPending(dependencies),
    closeRun: limitInternalRetries(createCloseRun(dependencies)),
    abortRun: createAbortRun(dependencies),
    pauseSchedule: createPauseSchedule(dependencies),
    resumeSchedule: createResumeSchedule(dependencies),
    stopPipelines: createStopPipelines(dependencies),
    emptyWarehouse: createEmptyWarehouse(dependencies),
    purgeHistory: createPurgeHistory(dependencies),
    evaluateAlerts: createEvaluateAlerts(dependencies),
    sendAlert: createSendAlert(dependencies),
    recordAlertDelivery: createRecordAlertDelivery(dependencies),
    giveUpAlert: createGiveUpAlert(dependencies),
    testAlerts: createTestAlerts(dependencies),
  };
}
