import { createTransport } from "nodemailer";
import type { Receivers } from "./alert-settings.ts";
import type { ComposedMessage } from "./compose-message.ts";
import { NotAccepted, SEND_TIMEOUT_MS } from "./post-json.ts";

/** Ids of a message and of the one that it follows, if any. */
export interface EmailThread {
  id: string;
  follows?: string;
}

/** @throws NotAccepted unless the SMTP server accepts it */
export async function sendEmail(
  { smtpUrl, from, to }: NonNullable<Receivers["email"]>,
  { subject, text }: ComposedMessage,
  { id, follows }: EmailThread,
): Promise<void> {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: SEND_TIMEOUT_MS,
    greetingTimeout: SEND_TIMEOUT_MS,
    socketTimeout: SEND_TIMEOUT_MS,
  });
  const domain = from.slice(from.lastIndexOf("@") + 1);
  const messageId = (of: string) => `<${of}@${domain}>`;
  try {
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      messageId: messageId(id),
      ...(follows && { inReplyTo: messageId(follows), references: messageId(follows) }),
    });
  } catch (error) {
    throw new NotAccepted(explain(error));
  } finally {
    transport.close();
  }
}

/** The server's own words are left out: they can repeat what it was sent. */
function explain(error: unknown): string {
  const { code, command, responseCode } = error as { code?: string; command?: string; responseCode?: number };
  const at = command ? ` at ${command}` : "";
  if (responseCode !== undefined)
    return `the SMTP server answered ${responseCode}${at}: check ALERT_SMTP_URL and the addresses in the worker's environment`;
  return `no answer of the SMTP server${at} (${code ?? "unknown error"}): check ALERT_SMTP_URL and that the server runs`;
}
