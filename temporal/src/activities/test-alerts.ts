import type { AlertReceiver } from "@enrichment-monitor/warehouse/alert-vocabulary";
import { activityInfo } from "@temporalio/activity";
import { configuredReceivers } from "../alerts/alert-settings.ts";
import { NotAccepted } from "../alerts/post-json.ts";
import { sendTest } from "../alerts/send-message.ts";
import type { ActivityDependencies } from "./dependencies.ts";

export interface TestOutcome {
  receiver: AlertReceiver;
  /** Null if the receiver has accepted the message. */
  failure: string | null;
}

/** Sends a test message once: to one receiver, or to all that the worker's environment configures. */
export function createTestAlerts({ alerts }: ActivityDependencies) {
  return async (receiver: AlertReceiver | null): Promise<TestOutcome[]> => {
    const id = activityInfo().workflowExecution?.workflowId ?? "";
    const receivers = receiver ? [receiver] : configuredReceivers(alerts.receivers);
    return Promise.all(
      receivers.map(async (one) => ({ receiver: one, failure: await failureOf(sendTest(one, id, alerts)) })),
    );
  };
}

async function failureOf(sending: Promise<void>): Promise<string | null> {
  try {
    await sending;
    return null;
  } catch (error) {
    if (error instanceof NotAccepted) return error.message;
    throw error;
  }
}
