import { expect, test } from "vitest";
import { alertEnvironment, configuredReceivers } from "./alert-settings.ts";

const problemsOf = (variables: NodeJS.ProcessEnv): string[] =>
  alertEnvironment.safeParse(variables).error?.issues.map(({ message }) => message) ?? [];

test("without variables there is no receiver", () => {
  const { receivers, ...settings } = alertEnvironment.parse({});
  expect(configuredReceivers(receivers)).toEqual([]);
  expect(settings).toMatchObject({
    language: "pt-BR",
    zone: "America/Sao_Paulo",
    beginAfter: 2,
    endAfter: 10,
  });
});

test("names every problem at once, and no secret", () => {
  const problems = problemsOf({
    ALERT_WEBHOOK_URL: "ftp://secret.example",
    ALERT_SLACK_URL: "https://user:secret@hooks.example",
    ALERT_SMTP_URL: "https://secret.example",
    ALERT_EMAIL_TO: "a@example.com, secret@example.com",
    ALERT_LANGUAGE: "fr",
    ALERT_BEGIN_EVALUATIONS: "soon",
    TIMEZONE: "Mars/Phobos",
  });
  expect(problems).toEqual([
    "ALERT_WEBHOOK_URL is not an http:// or https:// address",
    "ALERT_SLACK_URL contains a user or a password: set the address without them",
    "ALERT_SMTP_URL is not an address such as smtps://user:password@host:465",
    "ALERT_EMAIL_TO is not one e-mail address: for several people, set the address of a group",
    expect.stringMatching(/^ALERT_LANGUAGE must be pt-BR or en/),
    "ALERT_BEGIN_EVALUATIONS must be a whole number of evaluations",
    "TIMEZONE must be a time zone such as America/Sao_Paulo",
    "ALERT_WEBHOOK_SECRET must be set together with ALERT_WEBHOOK_URL",
    "ALERT_EMAIL_FROM must be set together with ALERT_SMTP_URL and ALERT_EMAIL_TO",
  ]);
  expect(problems.join()).not.toContain("secret");
});

test.each([
  [{ ALERT_WEBHOOK_SECRET: "0123456789abcdef" }, "ALERT_WEBHOOK_URL must be set together"],
  [{ ALERT_EMAIL_TO: "a@example.com" }, "ALERT_SMTP_URL and ALERT_EMAIL_FROM must be set together"],
  [
    { ALERT_WEBHOOK_URL: "https://a.example", ALERT_WEBHOOK_SECRET: "short" },
    "ALERT_WEBHOOK_SECRET must have at least 16 characters",
  ],
])("%j is refused", (variables, problem) => {
  expect(problemsOf(variables)).toEqual([expect.stringContaining(problem)]);
});
