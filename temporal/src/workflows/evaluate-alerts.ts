import { setCurrentDetails } from "@temporalio/workflow";
import type { EvaluationSummary } from "../activities/evaluate-alerts.ts";
import { evaluationActivities } from "./activities.ts";

/** Compares the attention list with the alerts that are open. The schedule starts it every minute. */
export async function evaluateAlerts(): Promise<EvaluationSummary> {
  const summary = await evaluationActivities.evaluateAlerts();
  const { begun, ended, started, readable } = summary;
  setCurrentDetails(
    `${begun} alerts began, ${ended} ended, ${started} messages were given to a delivery.${readable ? "" : " The analytics API could not be read."}`,
  );
  return summary;
}
