import type { AlertReceiver } from "@enrichment-monitor/warehouse/alert-vocabulary";
import type { TestOutcome } from "../activities/test-alerts.ts";
import { evaluationActivities } from "./activities.ts";

/** Sends a test message once, from the worker, which has the receivers' addresses. */
export async function testAlerts(receiver: AlertReceiver | null): Promise<TestOutcome[]> {
  return evaluationActivities.testAlerts(receiver);
}
