import type { AlertReceiver } from "@enrichment-monitor/warehouse/alert-vocabulary";
import { IANAZone } from "luxon";
import { z } from "zod";

export const alertLanguages = ["pt-BR", "en"] as const;
export type AlertLanguage = (typeof alertLanguages)[number];

/** An HTTP address. Its value is never shown: Slack's is a secret. */
const httpUrl = (name: string) =>
  z
    .url({ protocol: /^https?$/, error: `${name} is not an http:// or https:// address` })
    .refine((text) => !URL.parse(text)?.username && !URL.parse(text)?.password, {
      error: `${name} contains a user or a password: set the address without them`,
    });

const evaluations = (name: string, fallback: number) =>
  z.coerce
    .number({ error: `${name} must be a whole number of evaluations` })
    .int({ error: `${name} must be a whole number of evaluations` })
    .min(1, { error: `${name} must be at least 1` })
    .max(1_440, { error: `${name} must be at most 1440, which is a day` })
    .default(fallback);

const variables = z.object({
  ALERT_WEBHOOK_URL: httpUrl("ALERT_WEBHOOK_URL").optional(),
  /** Signs the webhook's messages. */
  ALERT_WEBHOOK_SECRET: z
    .string()
    .min(16, { error: "ALERT_WEBHOOK_SECRET must have at least 16 characters" })
    .optional(),
  ALERT_SLACK_URL: httpUrl("ALERT_SLACK_URL").optional(),
  ALERT_SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: "ALERT_SMTP_URL is not an address such as smtps://user:password@host:465",
    })
    .optional(),
  ALERT_EMAIL_FROM: z.email({ error: "ALERT_EMAIL_FROM is not an e-mail address" }).optional(),
  /** One address: an SMTP server can accept a message for some of several addresses and refuse it for others. */
  ALERT_EMAIL_TO: z
    .email({
      error: "ALERT_EMAIL_TO is not one e-mail address: for several people, set the address of a group",
    })
    .optional(),
  ALERT_LANGUAGE: z
    .enum(alertLanguages, { error: `ALERT_LANGUAGE must be ${alertLanguages.join(" or ")}` })
    .default("pt-BR"),
  /** An alert begins when so many evaluations in a row, one a minute, have found its entry. */
  ALERT_BEGIN_EVALUATIONS: evaluations("ALERT_BEGIN_EVALUATIONS", 2),
  /** It ends when so many in a row have not. The default is two runs, so that every other run failing is one alert. */
  ALERT_END_EVALUATIONS: evaluations("ALERT_END_EVALUATIONS", 10),
  ANALYTICS_API_URL: httpUrl("ANALYTICS_API_URL").default("http://127.0.0.1:3000"),
  ANALYTICS_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: "ANALYTICS_API_KEY is not an API key" })
    .optional(),
  /** The address of the dashboard in browsers, for links. */
  DASHBOARD_URL: httpUrl("DASHBOARD_URL").default("http://127.0.0.1:8501"),
  /** The zone of the times in messages. */
  TIMEZONE: z
    .string()
    .refine(IANAZone.isValidZone, { error: "TIMEZONE must be a time zone such as America/Sao_Paulo" })
    .default("America/Sao_Paulo"),
});

type Variables = z.infer<typeof variables>;
type Name = keyof Variables;

/** Variables that may be in files instead. */
export const alertSecrets: readonly Name[] = [
  "ALERT_WEBHOOK_SECRET",
  "ALERT_SLACK_URL",
  "ALERT_SMTP_URL",
  "ANALYTICS_API_KEY",
];

/** Reports variables that are missing beside others of their receiver, also if the value of another is wrong. */
const together = (names: readonly Name[]) => {
  const missingIn = (set: Variables) => names.filter((name) => set[name] === undefined);
  const isComplete = (set: Variables) => [0, names.length].includes(missingIn(set).length);
  const error = ({ input }: { input?: unknown }) => {
    const missing = missingIn(input as Variables);
    return `${missing.join(" and ")} must be set together with ${names.filter((name) => !missing.includes(name)).join(" and ")}`;
  };
  return [isComplete, { error, when: () => true }] as const;
};

/** The settings of alerts, from the environment. */
export const alertEnvironment = variables
  .refine(...together(["ALERT_WEBHOOK_URL", "ALERT_WEBHOOK_SECRET"]))
  .refine(...together(["ALERT_SMTP_URL", "ALERT_EMAIL_FROM", "ALERT_EMAIL_TO"]))
  .transform((set) => ({
    receivers: receiversOf(set),
    language: set.ALERT_LANGUAGE,
    zone: set.TIMEZONE,
    dashboardUrl: set.DASHBOARD_URL,
    beginAfter: set.ALERT_BEGIN_EVALUATIONS,
    endAfter: set.ALERT_END_EVALUATIONS,
    analyticsApi: { url: set.ANALYTICS_API_URL, key: set.ANALYTICS_API_KEY },
  }));

export type AlertSettings = z.infer<typeof alertEnvironment>;

/** Where each kind of receiver is; it has secrets. */
export interface Receivers {
  webhook?: { url: string; secret: string };
  slack?: { url: string };
  email?: { smtpUrl: string; from: string; to: string };
}

function receiversOf(set: Variables): Receivers {
  const { ALERT_WEBHOOK_URL, ALERT_WEBHOOK_SECRET, ALERT_SLACK_URL } = set;
  const { ALERT_SMTP_URL, ALERT_EMAIL_FROM, ALERT_EMAIL_TO } = set;
  return {
    ...(ALERT_WEBHOOK_URL &&
      ALERT_WEBHOOK_SECRET && { webhook: { url: ALERT_WEBHOOK_URL, secret: ALERT_WEBHOOK_SECRET } }),
    ...(ALERT_SLACK_URL && { slack: { url: ALERT_SLACK_URL } }),
    ...(ALERT_SMTP_URL &&
      ALERT_EMAIL_FROM &&
      ALERT_EMAIL_TO && { email: { smtpUrl: ALERT_SMTP_URL, from: ALERT_EMAIL_FROM, to: ALERT_EMAIL_TO } }),
  };
}

export const configuredReceivers = (receivers: Receivers): AlertReceiver[] =>
  Object.keys(receivers) as AlertReceiver[];
