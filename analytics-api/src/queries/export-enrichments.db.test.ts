import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { insertGoldFixture } from "../../testing/gold-fixture.ts";
import { createReadOnlyClient } from "../read-only-client.ts";
import { exportEnrichments } from "./export-enrichments.ts";

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

test("goes on for a reader who takes longer than a statement may", async () => {
  const sql = createReadOnlyClient(warehouse.url, {
    applicationName: "test-export",
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const filters = {
    zone: "America/Sao_Paulo",
    from: undefined,
    to: undefined,
    workspaceIds: undefined,
    statuses: undefined,
    contactTypes: undefined,
    jobSizes: undefined,
  };
  const selection = { filters, search: undefined, sort: "data_criacao", order: "desc" } as const;
  const batches: number[] = [];
  try {
    for await (const rows of exportEnrichments(sql, selection, "YYYY")) {
      batches.push(rows.length);
      // The time that the test is about: two of the pauses are longer than the timeout.
      await warehouse.sql`select pg_sleep(${READING_SECONDS})`;
    }
  } finally {
    await sql.end();
  }
  expect(batches).toEqual([1_000, 1_000, 500]);
});
