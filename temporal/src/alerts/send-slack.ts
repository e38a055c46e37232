import type { Receivers } from "./alert-settings.ts";
import type { ComposedMessage } from "./compose-message.ts";
import { postJson } from "./post-json.ts";

/** To Slack's incoming webhooks, and those of Mattermost, Rocket.Chat and others that take the same. */
export const sendSlack = (
  { url }: NonNullable<Receivers["slack"]>,
  { subject, text }: ComposedMessage,
): Promise<void> => postJson(url, JSON.stringify({ text: `*${escapeText(subject)}*\n${escapeText(text)}` }));

/** A workspace's name must not mention anybody, such as `<!channel>`, or hide an address behind words. */
const escapeText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
