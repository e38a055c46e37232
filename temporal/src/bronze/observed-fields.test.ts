import { expect, test } from "vitest";
import { MAX_OTHER_FIELDS, ObservedFields } from "./observed-fields.ts";

const record = {
  id: "a",
  id_workspace: "b",
  workspace_name: "c",
  total_contacts: 1,
  contact_type: "PERSON",
  status: "FAILED",
  created_at: "d",
  updated_at: "e",
};

test("a record of the contract shows its eight fields as expected, once", () => {
  const fields = new ObservedFields();
  fields.observe([record, record]);
  expect(fields.unrecorded).toHaveLength(8);
  expect(fields.unrecorded.every(({ expected }) => expected)).toBe(true);
  fields.markRecorded();
  fields.observe([record]);
  expect(fields.unrecorded).toEqual([]);
});

test("new, missing and retyped fields are drift", () => {
  const fields = new ObservedFields();
  fields.observe([record]);
  fields.markRecorded();
  const { status, ...rest } = record;
  fields.observe([{ ...rest, total_contacts: "1", score: [0.5] }]);
  expect(fields.unrecorded).toEqual([
    { field: "total_contacts", jsonType: "string", expected: false, example: "1" },
    { field: "score", jsonType: "array", expected: false, example: [0.5] },
    { field: "status", jsonType: "absent", expected: false, example: null },
  ]);
});

test("names and examples are what PostgreSQL can hold, and of limited length", () => {
  const fields = new ObservedFields();
  const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
  fields.observe([
    {
      ...record,
      "\0\ud83d": "\0\ud83d",
      [`${"x".repeat(98)}😀 and more`]: "y".repeat(1_000),
      nested: { "\0": ["\ud83d"] },
      long: Array.from({ length: 1_000 }, () => 1),
      backslash: ["\\u0041"],
      deep,
      ...JSON.parse('{"__proto__": {"a": 1}}'),
    },
  ]);
  const others = fields.unrecorded.filter(({ expected }) => !expected);
  for (const { field, example } of others) {
    const json = JSON.stringify({ field, example });
    expect(json.replaceAll("\\\\", "")).not.toMatch(/\\u0000|\\ud[89a-f]/);
    expect(json.length).toBeLessThan(400);
  }
  expect(others.map(({ field }) => field)).toEqual([
    "\uFFFD\uFFFD",
    `${"x".repeat(98)}\uFFFD…`,
    "nested",
    "long",
    "backslash",
    "deep",
    "__proto__",
  ]);
  expect(others.find(({ field }) => field === "backslash")?.example).toEqual(["\\u0041"]);
});

test("of ten thousand field names no more are kept than a thousand, and one that says so", () => {
  const fields = new ObservedFields();
  for (let page = 0; page < 100; page++)
    fields.observe([Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`field ${page}-${n}`, n]))]);
  expect(fields.unrecorded.filter(({ field }) => field.startsWith("field "))).toHaveLength(
    MAX_OTHER_FIELDS + 1,
  );
  fields.observe([{ ...record, status: 5, more: 1 }]);
  expect(fields.unrecorded).toContainEqual({
    field: "status",
    jsonType: "number",
    expected: false,
    example: 5,
  });
});
