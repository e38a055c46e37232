import { createHmac } from "node:crypto";

/** The webhook's header. */
export const SIGNATURE_HEADER = "enrichment-monitor-signature";

/**
 * Signs a body as Stripe signs its webhooks: HMAC-SHA-256 over the time and the body, so that neither can be changed.
 *
 * @param at when the request is sent
 */
export function sign(body: string, secret: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1_000);
  const signature = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${signature}`;
}
