import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { expect, inject, test } from "vitest";
import { renewDashboardKey } from "./dashboard-key.ts";

test("replaces the dashboard's key; creates none where others can reach the dashboard", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const readKeys = () => warehouse.sql`select key_id, scope, revoked_at from ops.api_keys`;
  const first = await renewDashboardKey(warehouse.url, { isLocal: true });
  const second = await renewDashboardKey(warehouse.url, { isLocal: true });
  expect(second).not.toBe(first);
  expect(await readKeys()).toEqual([
    { key_id: Number(second?.split("_")[1]), scope: "operator", revoked_at: null },
  ]);
  expect(await renewDashboardKey(warehouse.url, { isLocal: false })).toBeUndefined();
  expect(await readKeys()).toEqual([]);
});
