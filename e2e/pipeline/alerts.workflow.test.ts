import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { loadConfig } from "@enrichment-monitor/analytics-api/config";
import { listen } from "@enrichment-monitor/analytics-api/listen";
import { insertManyJobs } from "@enrichment-monitor/analytics-api/testing";
import { findFreePort } from "@enrichment-monitor/stack/free-port";
import {
  ALERTS_SCHEDULE_ID,
  alertsSchedule,
  applyAlertsSchedule,
  TASK_QUEUE,
  type workflows,
} from "@enrichment-monitor/temporal";
import { ScheduleNotFoundError } from "@temporalio/client";
import { pino } from "pino";
import { expect, inject, onTestFinished, test, vi } from "vitest";
import { type HttpReceiver, startHttpReceiver } from "./alerts/http-receiver.ts";
import { startSmtpReceiver } from "./alerts/smtp-receiver.ts";
import { injectServers } from "./inject-servers.ts";
import { createWorkerEnvironment, type WorkerEnvironment } from "./worker-environment.ts";

const SECRET = "a-secret-of-the-tests";
const SOURCE = { baseUrl: "http://127.0.0.1:9", apiKey: "unused" };

const failing = {
  chave: "pipeline/last_run_failed",
  code: "last_run_failed",
  severity: "failing",
  detail: "Run 12 failed: SourceUnauthorized",
  remedy: "Fix the error",
  adiado: null,
};

/** The analytics API, as far as alerts read it. */
const attention = (...pipeline: object[]) => ({ status: 200, body: { data: { pipeline, jobs: [] } } });

const evaluate = ({ client }: WorkerEnvironment) =>
  client.workflow.execute<(typeof workflows)["evaluateAlerts"]>("evaluateAlerts", {
    taskQueue: TASK_QUEUE,
    workflowId: `evaluate-${crypto.randomUUID()}`,
    args: [],
  });

const subjects = (receiver: HttpReceiver) =>
  receiver.accepted.map(({ body }) => JSON.parse(body).data?.subject ?? JSON.parse(body).text.split("\n")[0]);

const eventually = { timeout: 45_000, interval: 100 };

test("a receiver that was dead gets each message once and in order, and the others do not wait for it", async () => {
  await using api = await startHttpReceiver();
  await using webhook = await startHttpReceiver();
  await using slack = await startHttpReceiver();
  await using smtp = await startSmtpReceiver();
  await using environment = await createWorkerEnvironment(
    injectServers(),
    SOURCE,
    {},
    {
      ANALYTICS_API_URL: api.url,
      ANALYTICS_API_KEY: "key-secret",
      ALERT_WEBHOOK_URL: `${webhook.url}/hook-secret`,
      ALERT_WEBHOOK_SECRET: SECRET,
      ALERT_SLACK_URL: `${slack.url}/slack-secret`,
      ALERT_SMTP_URL: smtp.url,
      ALERT_EMAIL_FROM: "monitor@example.com",
      ALERT_EMAIL_TO: "team@example.com",
      ALERT_BEGIN_EVALUATIONS: "2",
      ALERT_END_EVALUATIONS: "1",
    },
  );
  await webhook.stop();
  await smtp.stop();

  api.answer = attention(failing);
  expect(await evaluate(environment)).toMatchObject({ begun: 0, started: 0 });
  expect(await evaluate(environment)).toMatchObject({ begun: 1, started: 3 });
  await expect.poll(() => subjects(slack).length, eventually).toBe(1);
  api.answer = attention();
  // The ends for the dead ones are not due before they have the begins.
  await expect.poll(() => isDelivered(environment, "slack"), eventually).toBe(true);
  expect(await evaluate(environment)).toMatchObject({ ended: 1, started: 1 });
  await expect.poll(() => subjects(slack).length, eventually).toBe(2);
  await expect.poll(() => failures(environment), eventually).toHaveLength(2);

  await webhook.start();
  await smtp.start();
  await expect.poll(() => [webhook.accepted.length, smtp.accepted.length], eventually).toEqual([1, 1]);
  await vi.waitFor(async () => {
    await evaluate(environment);
    expect(await undelivered(environment)).toBe(0);
  }, eventually);
  // Nothing is due any more.
  expect(await evaluate(environment)).toMatchObject({ begun: 0, ended: 0, started: 0 });

  const inOrder = [
    "[Alerta] Pipeline: a última execução falhou",
    "[Terminou] Pipeline: a última execução falhou",
  ];
  expect(subjects(webhook)).toEqual(inOrder);
  expect(subjects(slack)).toEqual(inOrder.map((subject) => `*${subject}*`));
  expect(smtp.accepted.map(({ subject }) => subject)).toEqual(inOrder);
  expect(smtp.accepted.map(({ to }) => to)).toEqual(["team@example.com", "team@example.com"]);
  const [begin, end] = smtp.accepted.map(({ source }) => source);
  const beginId = /^Message-ID: (.*)\r$/im.exec(begin ?? "")?.[1];
  expect(beginId).toMatch(/^<alert-[\da-f-]{36}-begin@example\.com>$/);
  expect(end).toContain(`In-Reply-To: ${beginId}`);
  expect(new Set(api.accepted.map(({ headers }) => headers.authorization))).toEqual(
    new Set(["Bearer key-secret"]),
  );
  for (const { headers, body } of webhook.accepted) {
    const [, at, signature] =
      /^t=(\d+),v1=(\w+)$/.exec(String(headers["enrichment-monitor-signature"])) ?? [];
    expect(signature).toBe(createHmac("sha256", SECRET).update(`${at}.${body}`).digest("hex"));
  }
  await expectNoSecrets(environment, [SECRET, "key-secret", "hook-secret", "slack-secret", "secret-of-smtp"]);
});

test("a crash between commit and start loses no message, and starting twice sends it once", async () => {
  await using api = await startHttpReceiver();
  await using slack = await startHttpReceiver();
  await using environment = await createWorkerEnvironment(
    injectServers(),
    SOURCE,
    {},
    {
      ANALYTICS_API_URL: api.url,
      ALERT_SLACK_URL: slack.url,
      ALERT_BEGIN_EVALUATIONS: "1",
    },
  );
  const { sql } = environment;
  // What an evaluation has committed before it could start anything.
  await sql`
    with alert as (
      insert into ops.alerts (key, entry, seen, missed, first_seen_at, last_seen_at, begun_at)
      values ('pipeline/last_run_failed', ${sql.json(failing)}, 1, 0, now(), now(), now()) returning alert_id)
    insert into ops.alert_messages (alert_id, event, receiver, created_at)
    select alert_id, 'begin', 'slack', now() from alert`;
  api.answer = attention(failing);
  slack.answer = { status: 503, body: {} };
  expect(await evaluate(environment)).toMatchObject({ begun: 0, started: 1 });
  // The delivery is running: it is not started again.
  expect(await evaluate(environment)).toMatchObject({ begun: 0, started: 0 });
  slack.answer = { status: 200, body: {} };
  await expect.poll(() => undelivered(environment), eventually).toBe(0);
  expect(await evaluate(environment)).toMatchObject({ begun: 0, started: 0 });
  expect(slack.accepted).toHaveLength(1);
});

test("a terminated delivery is started again; a canceled one is given up, with its end", async () => {
  await using api = await startHttpReceiver();
  await using slack = await startHttpReceiver();
  await using environment = await createWorkerEnvironment(
    injectServers(),
    SOURCE,
    {},
    {
      ANALYTICS_API_URL: api.url,
      ALERT_SLACK_URL: slack.url,
      ALERT_BEGIN_EVALUATIONS: "1",
      ALERT_END_EVALUATIONS: "1",
    },
  );
  const { client, sql } = environment;
  slack.answer = { status: 403, body: {} };
  api.answer = attention(failing);
  await evaluate(environment);
  const [message] = await sql`select alert_id from ops.alert_messages`;
  const delivery = client.workflow.getHandle(`alert-${message?.alert_id}-begin-slack`);
  await expect
    .poll(() => failures(environment), eventually)
    .toEqual([expect.stringContaining("the receiver answered 403: it refuses the message")]);
  await delivery.terminate("A test");
  expect(await evaluate(environment)).toMatchObject({ started: 1 });

  await delivery.cancel();
  await expect(delivery.result()).rejects.toThrow();
  expect(await undelivered(environment)).toBe(0);
  slack.answer = { status: 200, body: {} };
  api.answer = attention();
  expect(await evaluate(environment)).toMatchObject({ ended: 1, started: 0 });
  expect(slack.accepted).toEqual([]);
});

test("an analytics API that cannot be read is an alert, and ends no other", async () => {
  await using api = await startHttpReceiver();
  await using slack = await startHttpReceiver();
  await using environment = await createWorkerEnvironment(
    injectServers(),
    SOURCE,
    {},
    {
      ANALYTICS_API_URL: api.url,
      ALERT_SLACK_URL: slack.url,
      ALERT_LANGUAGE: "en",
      ALERT_BEGIN_EVALUATIONS: "1",
      ALERT_END_EVALUATIONS: "1",
    },
  );
  api.answer = attention(failing);
  await evaluate(environment);
  for (const answer of [
    { status: 503, body: {} },
    { status: 200, body: { data: {} } },
  ]) {
    api.answer = answer;
    expect(await evaluate(environment)).toMatchObject({ readable: false, ended: 0 });
  }
  await api.stop();
  expect(await evaluate(environment)).toMatchObject({ readable: false, ended: 0 });
  await api.start();
  api.answer = attention(failing);
  expect(await evaluate(environment)).toMatchObject({ readable: true, begun: 0, ended: 1 });
  await vi.waitFor(async () => {
    await evaluate(environment);
    expect(subjects(slack).toSorted()).toEqual([
      "*[Alert] Pipeline: the analytics API cannot be read*",
      "*[Alert] Pipeline: the last run failed*",
      "*[Ended] Pipeline: the analytics API cannot be read*",
    ]);
  }, eventually);
});

test("a test message goes once to each receiver, and a failure is told", async () => {
  await using webhook = await startHttpReceiver();
  await using slack = await startHttpReceiver();
  await using environment = await createWorkerEnvironment(
    injectServers(),
    SOURCE,
    {},
    {
      ALERT_WEBHOOK_URL: webhook.url,
      ALERT_WEBHOOK_SECRET: SECRET,
      ALERT_SLACK_URL: slack.url,
    },
  );
  // A redirect would lose the body.
  slack.answer = { status: 302, body: {}, location: webhook.url };
  const all = await runCli(environment, "alerts", "test", "--json");
  expect(all.code).toBe(1);
  expect(JSON.parse(all.output)).toEqual({
    outcomes: [
      { receiver: "webhook", failure: null },
      { receiver: "slack", failure: expect.stringContaining("302, a redirect") },
    ],
  });
  expect(webhook.accepted.map(({ body }) => JSON.parse(body).type)).toEqual(["alert.test"]);

  const one = await runCli(environment, "alerts", "test", "--receiver", "webhook");
  expect(one).toEqual({ code: 0, output: "webhook: delivered.\n" });
  const none = await runCli(environment, "alerts", "test", "--receiver", "email");
  expect(none.code).toBe(1);
  expect(none.output).toMatch(/^email: failed: the worker's environment has no receiver email/);
});

test("the real analytics API is understood: reasons of the pipeline and what is unusual about jobs", async () => {
  await using slack = await startHttpReceiver();
  const port = await findFreePort();
  await using environment = await createWorkerEnvironment(
    injectServers(),
    SOURCE,
    {},
    {
      ANALYTICS_API_URL: `http://127.0.0.1:${port}`,
      ALERT_SLACK_URL: slack.url,
      ALERT_LANGUAGE: "en",
      ALERT_BEGIN_EVALUATIONS: "1",
    },
  );
  const { sql, client } = environment;
  const now = new Date("2026-11-23T17:00:00Z");
  await insertManyJobs(sql, { now, jobs: 20_000, workspaces: 10 });
  await sql`
    update gold.enrichments
    set status_processamento = 'FALHOU', processamento_sucesso = false, necessita_reprocessamento = true
    where nome_workspace = 'Empresa 1' and data_criacao > ${now}::timestamptz - interval '1 day'
      and status_processamento = 'CONCLUIDO'`;
  const api = await listen(
    {
      ...loadConfig({
        DATABASE_URL: environment.databaseUrl,
        TEMPORAL_ADDRESS: inject("temporalAddress"),
        TEMPORAL_NAMESPACE: client.options.namespace,
      }),
      port,
    },
    pino({ level: "silent" }),
  );
  onTestFinished(() => api.close());
  expect(await evaluate(environment)).toMatchObject({ readable: true });
  await expect
    .poll(() => subjects(slack), eventually)
    .toEqual(
      expect.arrayContaining([
        "*[Alert] Pipeline: the schedule does not exist*",
        "*[Alert] Empresa 1: more failures*",
      ]),
    );
});

test("the schedule exists only while there is anybody to tell", async () => {
  await using environment = await createWorkerEnvironment(injectServers(), SOURCE);
  const { client } = environment;
  const describe = () => client.schedule.getHandle(ALERTS_SCHEDULE_ID).describe();
  expect(await applyAlertsSchedule(client, false)).toBe("unchanged");
  expect(await applyAlertsSchedule(client, true)).toBe("created");
  expect(await applyAlertsSchedule(client, true)).toBe("unchanged");
  expect((await describe()).spec.intervals).toMatchObject([{ every: 60_000 }]);
  expect((await describe()).policies.overlap).toBe(alertsSchedule.overlap);
  expect(await applyAlertsSchedule(client, false)).toBe("removed");
  await expect(describe()).rejects.toThrow(ScheduleNotFoundError);
});

const CLI = fileURLToPath(new URL("../../temporal/src/cli.ts", import.meta.url));

/** Runs the operator's command line against the environment. */
async function runCli(
  { client, databaseUrl }: WorkerEnvironment,
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: inject("temporalAddress"),
      TEMPORAL_NAMESPACE: client.options.namespace,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { code, output };
}

async function undelivered({ sql }: WorkerEnvironment): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*) as count from ops.alert_messages where delivered_at is null and given_up_at is null`;
  return row?.count ?? 0;
}

async function isDelivered({ sql }: WorkerEnvironment, receiver: string): Promise<boolean> {
  const rows = await sql`
    select from ops.alert_messages where receiver = ${receiver} and event = 'begin' and delivered_at is not null`;
  return rows.length > 0;
}

async function failures({ sql }: WorkerEnvironment): Promise<string[]> {
  const rows = await sql<{ failure: string }[]>`
    select failure from ops.alert_messages where failure is not null and given_up_at is null`;
  return rows.map(({ failure }) => failure);
}

/** Neither in an input, nor in a failure of a history. */
async function expectNoSecrets({ client }: WorkerEnvironment, secrets: readonly string[]): Promise<void> {
  const histories: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list())
    histories.push(readable(await client.workflow.getHandle(workflowId, runId).fetchHistory()));
  const all = histories.join("\n");
  // Inputs and failures can be read here.
  expect(all).toContain("receiver");
  expect(all).toContain("was not delivered to webhook");
  for (const secret of secrets) expect(all).not.toContain(secret);
}

/** With the payloads, which are in Base64, as text. */
const readable = (history: object): string =>
  JSON.stringify(history, (key, value) =>
    key === "data" && typeof value === "string" ? Buffer.from(value, "base64").toString() : value,
  );
