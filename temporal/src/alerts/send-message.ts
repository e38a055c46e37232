import { type AlertMessage, messageIdOf, type StoredMessage } from "./alert-message.ts";
import { isJobs } from "./alert-rules.ts";
import type { AlertSettings } from "./alert-settings.ts";
import { type ComposedMessage, composeMessage, composeTest } from "./compose-message.ts";
import { NotAccepted } from "./post-json.ts";
import { sendEmail } from "./send-email.ts";
import { sendSlack } from "./send-slack.ts";
import { sendWebhook, type WebhookEvent } from "./send-webhook.ts";

/** A message for any kind of receiver. */
interface Outgoing extends WebhookEvent {
  composed: ComposedMessage;
  /** The message that it follows. */
  follows?: string;
}

/** @throws NotAccepted if the receiver does not accept it, or is not configured */
export function sendMessage(
  message: AlertMessage,
  stored: StoredMessage,
  settings: AlertSettings,
): Promise<void> {
  const { event, receiver } = message;
  const { key, entry, firstSeenAt, endedAt } = stored;
  const composed = composeMessage(event, stored, settings);
  return send(receiver, settings, {
    id: messageIdOf(message),
    type: `alert.${event}`,
    composed,
    ...(event === "end" && { follows: messageIdOf({ ...message, event: "begin" }) }),
    data: {
      key,
      kind: isJobs(entry) ? entry.tipo : entry.code,
      ...composed,
      first_seen_at: firstSeenAt,
      ended_at: event === "end" ? endedAt : null,
      entry,
    },
  });
}

/** @param id of the test @throws NotAccepted if the receiver does not accept it, or is not configured */
export function sendTest(
  receiver: AlertMessage["receiver"],
  id: string,
  settings: AlertSettings,
): Promise<void> {
  const composed = composeTest(settings);
  return send(receiver, settings, { id, type: "alert.test", composed, data: { ...composed } });
}

async function send(
  receiver: AlertMessage["receiver"],
  { receivers: { webhook, slack, email } }: AlertSettings,
  { composed, follows, ...event }: Outgoing,
): Promise<void> {
  if (receiver === "webhook" && webhook) return sendWebhook(webhook, event);
  if (receiver === "slack" && slack) return sendSlack(slack, composed);
  if (receiver === "email" && email)
    return sendEmail(email, composed, { id: event.id, ...(follows && { follows }) });
  throw new NotAccepted(`the worker's environment has no receiver ${receiver} any more: set it again`);
}
