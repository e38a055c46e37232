import { expect, test } from "vitest";
import { ObservedFields } from "./observed-fields.ts";

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
  const observed = fields.takeNew();
  expect(observed).toHaveLength(8);
  expect(observed.every(({ expected }) => expected)).toBe(true);
  fields.observe([record]);
  expect(fields.takeNew()).toEqual([]);
});

test("new, missing and retyped fields are drift", () => {
  const fields = new ObservedFields();
  fields.observe([record]);
  fields.takeNew();
  const { status, ...rest } = record;
  fields.observe([{ ...rest, total_contacts: "1", score: [0.5] }]);
  expect(fields.takeNew()).toEqual([
    { field: "total_contacts", jsonType: "string", expected: false, example: "1" },
    { field: "score", jsonType: "array", expected: false, example: [0.5] },
    { field: "status", jsonType: "absent", expected: false, example: null },
  ]);
});
