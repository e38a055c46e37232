import {
  type AlertMessage,
  markDelivered,
  markGivenUp,
  readMessage,
  recordFailure,
} from "../alerts/alert-message.ts";
import { NotAccepted } from "../alerts/post-json.ts";
import { sendMessage } from "../alerts/send-message.ts";
import { alertNotDelivered, alertUnknown } from "../failures.ts";
import type { ActivityDependencies } from "./dependencies.ts";

/** Sends a message, unless it is known to be delivered. Its address and secrets are the worker's: histories have none. */
export function createSendAlert({ sql, alerts }: ActivityDependencies) {
  return async (message: AlertMessage): Promise<void> => {
    const stored = await readMessage(sql, message);
    if (!stored) throw alertUnknown();
    if (stored.isDelivered) return;
    try {
      await sendMessage(message, stored, alerts);
    } catch (error) {
      if (!(error instanceof NotAccepted)) throw error;
      await recordFailure(sql, message, error.message);
      throw alertNotDelivered(message.receiver, error.message);
    }
  };
}

/** Apart from sending: repeating this because of the warehouse sends nothing again. */
export const createRecordAlertDelivery =
  ({ sql }: ActivityDependencies) =>
  (message: AlertMessage): Promise<void> =>
    markDelivered(sql, message);

export const createGiveUpAlert =
  ({ sql }: ActivityDependencies) =>
  (message: AlertMessage): Promise<void> =>
    markGivenUp(sql, message);
