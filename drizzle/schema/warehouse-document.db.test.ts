import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { migrateWarehouse } from "../src/migrate.ts";
import { describeWarehouse } from "../testing/describe-warehouse.ts";
import { createReleasedWarehouse } from "../testing/released-warehouse.ts";
import { createWarehouseDatabase } from "../testing/warehouse-database.ts";

const PATH = fileURLToPath(new URL("../../docs/warehouse.md", import.meta.url));
const document = await readFile(PATH, "utf8");

test("docs/warehouse.md describes the migrated warehouse", async () => {
  await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const [before, marker, , end, after, ...more] = document.split(/(<!-- (?:generated|end) .*? -->)/);
  expect(more).toEqual([]);
  const generated = `\n\n${await describeWarehouse(warehouse.sql)}\n\n`;
  await expect([before, marker, generated, end, after].join("")).toMatchFileSnapshot(PATH);
});

const queries = [...document.matchAll(/```sql\n(.*?)```/gs)].flatMap(([, block = ""]) =>
  block.split(";\n").filter((query) => query.trim() !== ""),
);

test("each query of docs/warehouse.md returns rows", async () => {
  await using warehouse = await createReleasedWarehouse(inject("postgresUrl"));
  await migrateWarehouse(warehouse.url);
  expect(queries.length).toBeGreaterThan(10);
  for (const query of queries) expect(await warehouse.sql.unsafe(query), query).not.toEqual([]);
});
