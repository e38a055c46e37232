import type { WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { createWarehouseAtWork, run } from "../../testing/run-at-work.ts";
import { MAX_OTHER_FIELDS, ObservedFields } from "./observed-fields.ts";
import { recordFields } from "./record-fields.ts";

let warehouse: WarehouseDatabase;

beforeEach(async () => {
  warehouse = await createWarehouseAtWork(inject("postgresUrl"));
});
afterEach(() => warehouse[Symbol.asyncDispose]());

/** Notes what an activity of its own observes in these records. */
async function note(records: readonly unknown[]): Promise<void> {
  const fields = new ObservedFields();
  fields.observe(records);
  await warehouse.pipelineSql.begin((sql) => recordFields(sql, run.runId, fields.takeNew()));
}

test("a first record with text that PostgreSQL cannot hold is noted", async () => {
  await note([
    {
      "\0": "\0",
      "\ud83d": "\ud83d",
      status: "\ud83d\ude00",
      tags: ["\udc81"],
      path: "Menu\\u0000",
      big: 1e308,
    },
  ]);
  const noted = await warehouse.sql`
    select field, json_type, example from ops.source_fields where json_type <> 'absent' order by field`;
  expect(noted).toEqual([
    { field: "big", json_type: "number", example: 1e308 },
    { field: "path", json_type: "string", example: "Menu\\u0000" },
    { field: "status", json_type: "string", example: "😀" },
    { field: "tags", json_type: "array", example: '["\\udc81"]' },
    { field: "\uFFFD", json_type: "string", example: "\uFFFD" },
  ]);
});

test("a source that names fields by its data fills no table, and drift of the contract is still noted", async () => {
  const namedBy = (run: number) =>
    Object.fromEntries(Array.from({ length: 900 }, (_, n) => [`field ${run}-${n}`, n]));
  for (const activity of [1, 2, 3]) await note([namedBy(activity)]);
  await note([{ status: 5, ...namedBy(1) }]);
  const [counted] = await warehouse.sql`
    select count(*) filter (where field like 'field %') as others,
           count(*) filter (where field = 'status' and json_type = 'number') as drift,
           count(*) filter (where field = '(further fields)') as notes
    from ops.source_fields`;
  expect(counted).toEqual({ others: MAX_OTHER_FIELDS, drift: 1, notes: 1 });
});
