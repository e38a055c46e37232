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
async function note(records: readonly unknown[], runId = run.runId): Promise<void> {
  const fields = new ObservedFields();
  fields.observe(records);
  await warehouse.pipelineSql.begin((sql) => recordFields(sql, runId, fields.unrecorded));
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

const secondRun = "0198a3c0-0000-7000-8000-000000000002";

const openSecondRun = () => warehouse.sql`
  insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id)
  values (${secondRun}, 1, 'modular', 'incremental', 'cli', 'w')`;

/** The fields, each with the numbers of the runs that saw it first and last. */
const readSeen = () => warehouse.sql<{ field: string; first: number; last: number }[]>`
  select field, first.run_number as first, last.run_number as last
  from ops.source_fields
  join ops.runs as first on first.run_id = first_seen_run_id
  join ops.runs as last on last.run_id = last_seen_run_id
  where json_type <> 'absent' order by field`;

/** Identifies the state of all rows; each write changes it. */
const readWrites = () =>
  warehouse.sql`select xmin::text, ctid::text from ops.source_fields order by field, json_type`;

test("each field has the run that saw it last, also after it vanished and came back", async () => {
  await note([{ a: 1, b: 1 }]);
  await openSecondRun();
  await note([{ b: 1, c: 1 }], secondRun);
  expect(await readSeen()).toEqual([
    { field: "a", first: 1, last: 1 },
    { field: "b", first: 1, last: 2 },
    { field: "c", first: 2, last: 2 },
  ]);
  await note([{ a: 1 }], secondRun);
  expect((await readSeen())[0]).toEqual({ field: "a", first: 1, last: 2 });
  const [{ ordered } = {}] = await warehouse.sql`
    select bool_and(last_seen_at >= first_seen_at) as ordered from ops.source_fields`;
  expect(ordered).toBe(true);
});

test("a run writes a field once, however many slices and attempts see it", async () => {
  await note([{ a: 1 }]);
  await openSecondRun();
  await note([{ a: 1 }], secondRun);
  const before = await readWrites();
  await note([{ a: 1 }], secondRun);
  expect(await readWrites()).toEqual(before);
});

test("two slices that see the same fields at once both commit, in any order of the fields", async () => {
  const names = Array.from({ length: 50 }, (_, n) => `field ${n}`);
  const forwards = Object.fromEntries(names.map((name) => [name, 1]));
  const backwards = Object.fromEntries(names.toReversed().map((name) => [name, 1]));
  await note([forwards]);
  await openSecondRun();
  await Promise.all([forwards, backwards, forwards, backwards].map((record) => note([record], secondRun)));
  expect(new Set((await readSeen()).map(({ last }) => last))).toEqual(new Set([2]));
});

test("fields beyond the limit are seen as one row, in each run", async () => {
  const many = Object.fromEntries(Array.from({ length: MAX_OTHER_FIELDS + 1 }, (_, n) => [`field ${n}`, n]));
  await note([many]);
  await openSecondRun();
  await note([many], secondRun);
  const [further] = (await readSeen()).filter(({ field }) => field === "(further fields)");
  expect(further).toEqual({ field: "(further fields)", first: 1, last: 2 });
});
