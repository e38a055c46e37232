import { CancellationScope } from "@temporalio/workflow";
import type { AlertMessage } from "../alerts/alert-message.ts";
import { deliveryActivities } from "./activities.ts";

/** Delivers one message to one receiver, for days if that is down. Canceling it gives the message up. */
export async function deliverAlert(message: AlertMessage): Promise<void> {
  try {
    await deliveryActivities.sendAlert(message);
  } catch (error) {
    await CancellationScope.nonCancellable(() => deliveryActivities.giveUpAlert(message));
    throw error;
  }
  await CancellationScope.nonCancellable(() => deliveryActivities.recordAlertDelivery(message));
}
