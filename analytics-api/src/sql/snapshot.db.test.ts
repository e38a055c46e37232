import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { expect, inject, it } from "vitest";
import { readWarehouseState } from "../queries/warehouse-state.ts";
import { withSnapshot } from "./snapshot.ts";

it("reads one snapshot from its first query on, and cannot write", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const [before, after] = await withSnapshot(warehouse.sql, async (sql) => {
    const before = await readWarehouseState(sql);
    await warehouse.sql`update ops.warehouse_state set data_version = data_version + 1, watermark = now()`;
    return [before, await readWarehouseState(sql)];
  });
  expect(after).toEqual(before);
  expect(await withSnapshot(warehouse.sql, readWarehouseState)).not.toEqual(before);
  const write = withSnapshot(warehouse.sql, (sql) => sql`update ops.warehouse_state set generation = 2`);
  await expect(write).rejects.toMatchObject({ code: "25006" });
});
