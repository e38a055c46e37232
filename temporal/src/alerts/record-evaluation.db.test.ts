import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { markDelivered, markGivenUp, readDueMessages, readMessage } from "./alert-message.ts";
import { API_UNREADABLE, type PipelineEntry } from "./attention-entry.ts";
import { readOpenAlerts } from "./list-alerts.ts";
import type { ListedEntry, Observation } from "./read-attention.ts";
import { recordEvaluation } from "./record-evaluation.ts";

let warehouse: WarehouseDatabase;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterAll(() => warehouse[Symbol.asyncDispose]());
afterEach(() => warehouse.sql`truncate ops.alerts, ops.alert_messages`);

const limits = { beginAfter: 2, endAfter: 2 };
let minute = 0;

/** As the worker, a minute after the one before. */
const evaluate = (observation: Observation, receivers: readonly ("slack" | "email")[] = ["slack", "email"]) =>
  recordEvaluation(
    warehouse.pipelineSql,
    observation,
    limits,
    receivers,
    new Date(Date.UTC(2026, 10, 27, 12, minute++)),
  );

const reason = (code: PipelineEntry["code"], isSetAside = false, detail = "Why"): ListedEntry => ({
  entry: { chave: `pipeline/${code}`, code, severity: "failing", detail, remedy: "What to do" },
  isSetAside,
});

const list = (...entries: ListedEntry[]): Observation => ({ isReadable: true, entries });

const unreadable: Observation = {
  isReadable: false,
  entries: [
    {
      entry: { ...reason(API_UNREADABLE).entry, chave: `alerts/${API_UNREADABLE}` },
      isSetAside: false,
    },
  ],
};

const messages = () =>
  warehouse.sql`select key, event, receiver from ops.alert_messages join ops.alerts using (alert_id)
                order by created_at, key, receiver`;

const ofFailed = (event: string, ...receivers: string[]) =>
  receivers.map((receiver) => ({ key: "pipeline/last_run_failed", event, receiver }));

test("an alert has one begin and one end for each receiver, and shows the entry as it was last seen", async () => {
  expect(await evaluate(list(reason("last_run_failed")))).toEqual({ begun: 0, ended: 0 });
  expect(await messages()).toEqual([]);
  expect(await evaluate(list(reason("last_run_failed")))).toEqual({ begun: 1, ended: 0 });
  await evaluate(list(reason("last_run_failed", false, "Why now")));
  expect(await readOpenAlerts(warehouse.sql)).toMatchObject([
    { key: "pipeline/last_run_failed", entry: { detail: "Why now" } },
  ]);
  await evaluate(list());
  expect(await evaluate(list())).toEqual({ begun: 0, ended: 1 });
  expect(await evaluate(list())).toEqual({ begun: 0, ended: 0 });
  expect(await messages()).toEqual([
    ...ofFailed("begin", "email", "slack"),
    ...ofFailed("end", "email", "slack"),
  ]);
  expect(await readOpenAlerts(warehouse.sql)).toEqual([]);
});

test("an entry that returns after its end is another alert", async () => {
  for (let round = 0; round < 2; round += 1) {
    await evaluate(list(reason("last_run_failed")));
    expect(await evaluate(list(reason("last_run_failed")))).toEqual({ begun: 1, ended: 0 });
    await evaluate(list());
    expect(await evaluate(list())).toEqual({ begun: 0, ended: 1 });
  }
  const [counted] = await warehouse.sql`select count(distinct alert_id) as alerts from ops.alert_messages`;
  expect(counted).toEqual({ alerts: 2 });
});

test("what disappears before its alert begins leaves nothing", async () => {
  await evaluate(list(reason("run_overdue")));
  await evaluate(list());
  expect(await warehouse.sql`select from ops.alerts`).toEqual([]);
});

test("reasons that the pipeline takes care of, and entries that are set aside, begin no alert", async () => {
  for (let time = 0; time < 3; time += 1)
    await evaluate(list(reason("deleted_records"), reason("run_waiting"), reason("run_overdue", true)));
  expect(await warehouse.sql`select from ops.alerts`).toEqual([]);
});

test("a proof that is incomplete begins an alert after an hour", async () => {
  for (let time = 1; time < 60; time += 1)
    expect(await evaluate(list(reason("being_checked")))).toEqual({ begun: 0, ended: 0 });
  expect(await evaluate(list(reason("being_checked")))).toEqual({ begun: 1, ended: 0 });
});

test("a list that cannot be read ends no alert and forgets no entry", async () => {
  await evaluate(list(reason("last_run_failed")));
  await evaluate(unreadable);
  expect(await evaluate(list(reason("last_run_failed")))).toEqual({ begun: 1, ended: 0 });
  for (let time = 0; time < 5; time += 1) await evaluate(unreadable);
  expect((await readOpenAlerts(warehouse.sql)).map(({ key }) => key)).toEqual([
    "pipeline/last_run_failed",
    `alerts/${API_UNREADABLE}`,
  ]);
});

test("of evaluations at once, each continues from the other: one begin", async () => {
  const both = await Promise.all([1, 2, 3, 4].map(() => evaluate(list(reason("last_run_failed")))));
  expect(both.reduce((sum, { begun }) => sum + begun, 0)).toBe(1);
  expect(await messages()).toEqual(ofFailed("begin", "email", "slack"));
});

test("an end is due once its begin is delivered, and nobody is told of the end alone", async () => {
  const { pipelineSql } = warehouse;
  await evaluate(list(reason("last_run_failed")), ["slack", "email"]);
  await evaluate(list(reason("last_run_failed")), ["slack", "email"]);
  const [toEmail, toSlack] = await readDueMessages(pipelineSql);
  if (!toEmail || !toSlack) throw new Error("Two messages are due.");
  await markGivenUp(pipelineSql, toEmail);
  await evaluate(list());
  await evaluate(list());
  expect(await messages()).toEqual([...ofFailed("begin", "email", "slack"), ...ofFailed("end", "slack")]);
  expect(await readDueMessages(pipelineSql)).toEqual([toSlack]);
  await markDelivered(pipelineSql, toSlack);
  expect(await readMessage(pipelineSql, toSlack)).toMatchObject({ isDelivered: true });
  expect(await readDueMessages(pipelineSql)).toEqual([{ ...toSlack, event: "end" }]);
});
