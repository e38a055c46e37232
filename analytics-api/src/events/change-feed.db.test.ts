import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { pino } from "pino";
import { expect, inject, it, vi } from "vitest";
import { createDetour } from "../../testing/create-detour.ts";
import { createReadOnlyClient } from "../read-only-client.ts";
import { createChangeFeed } from "./change-feed.ts";

it("catches up after an outage of PostgreSQL", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const detour = await createDetour(warehouse.url);
  const sql = createReadOnlyClient(detour.url, { applicationName: "test-feed" });
  const feed = createChangeFeed({
    sql,
    logger: pino({ level: "silent" }),
    read: async () =>
      (await sql<[{ version: number }]>`select data_version as version from ops.warehouse_state`)[0].version,
  });
  const gone = new AbortController();
  const versions = await feed.follow(gone.signal);
  const until = async (version: number) => {
    for await (const seen of { [Symbol.asyncIterator]: () => ({ next: () => versions.next() }) })
      if (seen === version) return;
    throw new Error(`The feed ended before version ${version}.`);
  };
  const set = (version: number) => warehouse.sql`update ops.warehouse_state set data_version = ${version}`;
  const listens = () =>
    vi.waitFor(
      async () => {
        const listeners = await warehouse.sql`
      select from pg_stat_activity where datname = current_database() and query like 'listen%'`;
        expect(listeners).toHaveLength(1);
      },
      { timeout: 10_000 },
    );

  await listens();
  await set(1);
  await until(1);
  detour.cut();
  await set(2);
  await detour.lay();
  await until(2);
  await set(3);
  await until(3);

  feed.close();
  expect(await versions.next()).toMatchObject({ done: true });
  await sql.end({ timeout: 1 });
  detour.cut();
});

it("receives one notification per transaction with changes", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const notifications: string[] = [];
  await warehouse.sql.listen("warehouse_changed", (payload) => void notifications.push(payload));
  await warehouse.sql.begin(async (transaction) => {
    await transaction`update ops.warehouse_state set data_version = 1`;
    await transaction`update ops.warehouse_state set data_version = 2`;
  });
  await warehouse.sql`select from ops.runs`;
  await warehouse.sql.notify("warehouse_changed", "the end");
  await vi.waitFor(() => expect(notifications).toContain("the end"));
  expect(notifications).toEqual(["", "the end"]);
});
