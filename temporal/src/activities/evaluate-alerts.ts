import { readDueMessages } from "../alerts/alert-message.ts";
import { configuredReceivers } from "../alerts/alert-settings.ts";
import { readAttention } from "../alerts/read-attention.ts";
import { type Evaluation, recordEvaluation } from "../alerts/record-evaluation.ts";
import { startDeliveries } from "../alerts/start-deliveries.ts";
import type { ActivityDependencies } from "./dependencies.ts";

export interface EvaluationSummary extends Evaluation {
  /** Whether the attention list could be read. */
  readable: boolean;
  /** Deliveries that were started, also of messages that an earlier evaluation stored. */
  started: number;
}

/** Commits what the attention list says now, then starts the deliveries that are due. */
export function createEvaluateAlerts({ sql, temporal, alerts }: ActivityDependencies) {
  return async (): Promise<EvaluationSummary> => {
    const observation = await readAttention(alerts.analyticsApi);
    const receivers = configuredReceivers(alerts.receivers);
    const evaluation = await recordEvaluation(sql, observation, alerts, receivers, new Date());
    const started = await startDeliveries(temporal, await readDueMessages(sql));
    return { ...evaluation, readable: observation.isReadable, started };
  };
}
