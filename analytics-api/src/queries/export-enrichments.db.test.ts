import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { insertGoldFixture } from "../../testing/gold-fixture.ts";
import { createReadOnlyClient } from "../read-only-client.ts";
import { createExporter } from "./export-enrichments.ts";

const JOBS = 2_500;
const STATEMENT_TIMEOUT_MS = 1_500;
const READING_SECONDS = 0.9;

let warehouse: WarehouseDatabase;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  await insertGoldFixture(warehouse.sql, {
    now: new Date("2026-11-23T17:00:00Z"),
    enrichments: JOBS,
    workspaces: 6,
  });
});
afterAll(() => warehouse[Symbol.asyncDispose]());

const selection = {
  filters: {
    zone: "America/Sao_Paulo",
    from: undefined,
    to: undefined,
    workspaceIds: undefined,
    statuses: undefined,
    contactTypes: undefined,
    jobSizes: undefined,
  },
  weekHours: undefined,
  search: undefined,
  sort: "data_criacao",
  order: "desc",
} as const;

test("continues for a client slower than the statement timeout", async () => {
  const sql = createReadOnlyClient(warehouse.url, {
    applicationName: "test-export",
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const openExport = createExporter(sql, { timeoutMs: 60_000 });
  const batches: number[] = [];
  try {
    for await (const rows of (await openExport(selection, "YYYY"))?.batches ?? []) {
      batches.push(rows.length);
      // Two of these pauses together are longer than the timeout under test.
      await warehouse.sql`select pg_sleep(${READING_SECONDS})`;
    }
  } finally {
    await sql.end();
  }
  expect(batches).toEqual([1_000, 1_000, 500]);
});

test("is ended by PostgreSQL after its timeout, and frees its connection", async () => {
  const sql = createReadOnlyClient(warehouse.url, { applicationName: "test-export", maxConnections: 1 });
  const openExport = createExporter(sql, { timeoutMs: 1_000 });
  const transactions = () => warehouse.sql`
    select from pg_stat_activity
    where datname = current_database() and application_name = 'test-export' and xact_start is not null`;
  try {
    const slow = await openExport(selection, "YYYY");
    expect((await slow?.batches.next())?.value).toHaveLength(1_000);
    expect(await openExport(selection, "YYYY")).toBeUndefined();
    await expect.poll(transactions, { timeout: 10_000 }).toEqual([]);
    await expect(slow?.batches.next()).rejects.toThrow();
    const next = await openExport(selection, "YYYY");
    expect((await next?.batches.next())?.value).toHaveLength(1_000);
    await next?.close();
    expect(await transactions()).toEqual([]);
  } finally {
    await sql.end({ timeout: 1 });
  }
});

test("reconnects whenever its connection was lost", async () => {
  const sql = createReadOnlyClient(warehouse.url, { applicationName: "test-export", maxConnections: 1 });
  const openExport = createExporter(sql, { timeoutMs: 60_000 });
  try {
    for (let losses = 0; losses < 20; losses++) {
      const lost = await openExport(selection, "YYYY");
      expect((await lost?.batches.next())?.value).toHaveLength(1_000);
      const terminated = warehouse.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'test-export'`;
      // Every other time, the driver does not know of the loss when rows are requested.
      if (losses % 2 === 0) await terminated;
      await Promise.all([lost?.batches.next().catch(() => undefined), terminated]);
      await lost?.close();
    }
    const next = await openExport(selection, "YYYY");
    expect((await next?.batches.next())?.value).toHaveLength(1_000);
    await next?.close();
  } finally {
    await sql.end({ timeout: 1 });
  }
});
