import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { expect, inject, it } from "vitest";
import { createReadOnlyClient } from "./read-only-client.ts";

it("reads gold and ops only, even with the owner's login", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const sql = createReadOnlyClient(warehouse.url, { applicationName: "test" });
  expect(await sql`select generation from ops.warehouse_state`).toEqual([{ generation: 1 }]);
  await expect(sql`update ops.warehouse_state set generation = 2`).rejects.toMatchObject({ code: "25006" });
  await expect(sql`select from bronze.enrichments`).rejects.toMatchObject({ code: "42501" });
  await sql.end();
});
