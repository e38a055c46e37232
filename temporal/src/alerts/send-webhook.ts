import type { Receivers } from "./alert-settings.ts";
import { postJson } from "./post-json.ts";
import { SIGNATURE_HEADER, sign } from "./signature.ts";

/** What a webhook gets; `id` is the same in each attempt. */
export interface WebhookEvent {
  id: string;
  type: "alert.begin" | "alert.end" | "alert.test";
  data: Record<string, unknown>;
}

export function sendWebhook(
  { url, secret }: NonNullable<Receivers["webhook"]>,
  event: WebhookEvent,
): Promise<void> {
  const body = JSON.stringify(event);
  return postJson(url, body, { [SIGNATURE_HEADER]: sign(body, secret, new Date()) });
}
