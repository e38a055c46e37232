import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { expect, inject, test } from "vitest";
import { renewDashboardKey } from "./dashboard-key.ts";

test("replaces the dashboard's key with a new read-only key", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const first = await renewDashboardKey(warehouse.url);
  const second = await renewDashboardKey(warehouse.url);
  expect(second).not.toBe(first);
  const keys = await warehouse.sql<{ key_id: number }[]>`select key_id, scope, revoked_at from ops.api_keys`;
  expect(keys).toEqual([{ key_id: Number(second.split("_")[1]), scope: "read", revoked_at: null }]);
});
