import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from "vitest";
import { listAlerts } from "./alerts.ts";

let warehouse: WarehouseDatabase;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterAll(() => warehouse[Symbol.asyncDispose]());
afterEach(() => vi.restoreAllMocks());

async function printed(options: { json?: boolean }): Promise<string> {
  let text = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  await listAlerts(warehouse.pipelineSql, options);
  return text;
}

test("lists the alerts that last, and the messages that no receiver has accepted, with the reason", async () => {
  expect(await printed({})).toBe("No alert lasts.\n");
  await warehouse.sql`
    with alert as (
      insert into ops.alerts (key, entry, seen, missed, first_seen_at, last_seen_at, begun_at, ended_at)
      select key, '{}', 2, 0, now(), now(), case when key <> 'pipeline/seen_once' then now() end,
             case when key = 'pipeline/ended' then now() end
      from unnest(array['pipeline/lasts', 'pipeline/ended', 'pipeline/seen_once']) as key
      returning alert_id, key)
    insert into ops.alert_messages (alert_id, event, receiver, created_at, delivered_at, failure)
    select alert_id, 'begin', receiver, now(), case when receiver = 'slack' then now() end,
           case when receiver = 'email' then 'the SMTP server answered 550' end
    from alert cross join unnest(array['slack', 'email']) as receiver where key = 'pipeline/lasts'`;
  const text = await printed({});
  expect(text).toMatch(
    /^Alert .*\npipeline\/lasts .*\n\nNot delivered:\n.*\npipeline\/lasts +begin +email .* is sent again +the SMTP server answered 550\n$/,
  );

  const { alerts, undelivered } = JSON.parse(await printed({ json: true }));
  expect(alerts).toMatchObject([{ key: "pipeline/lasts" }]);
  expect(undelivered).toMatchObject([
    { receiver: "email", workflowId: expect.stringMatching(/^alert-[\da-f-]{36}-begin-email$/) },
  ]);
});
