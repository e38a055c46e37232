import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { describeWarehouse } from "../testing/describe-warehouse.ts";
import { createWarehouseDatabase, type WarehouseDatabase } from "../testing/warehouse-database.ts";

const PATH = fileURLToPath(new URL("../../docs/warehouse.md", import.meta.url));

let warehouse: WarehouseDatabase;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterAll(() => warehouse[Symbol.asyncDispose]());

describe("docs/warehouse.md", () => {
  test("shows the warehouse as the migrations make it", async () => {
    const document = await readFile(PATH, "utf8");
    const [before, marker, , end, after, ...more] = document.split(/(<!-- (?:generated|end) .*? -->)/);
    expect(more).toEqual([]);
    const generated = `\n\n${await describeWarehouse(warehouse.sql)}\n\n`;
    await expect([before, marker, generated, end, after].join("")).toMatchFileSnapshot(PATH);
  });

  test("has only queries that run", async () => {
    const document = await readFile(PATH, "utf8");
    const queries = [...document.matchAll(/```sql\n(.*?)```/gs)].map(([, query = ""]) => query);
    expect(queries).not.toEqual([]);
    for (const query of queries) await warehouse.sql.unsafe(query);
  });
});
