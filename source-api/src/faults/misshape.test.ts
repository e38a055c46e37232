import { expect, it } from "vitest";
import { isMisshapen, misshape } from "./misshape.ts";

const none = { extra_field: false, missing_field: null, retyped_field: null };
const list = JSON.stringify({ meta: { total_items: 1 }, data: [{ id: "x", total_contacts: 5 }] });

it("is misshapen when any field is added, missing or retyped", () => {
  expect(isMisshapen(none)).toBe(false);
  expect(isMisshapen({ ...none, extra_field: true })).toBe(true);
  expect(isMisshapen({ ...none, missing_field: "id" })).toBe(true);
  expect(isMisshapen({ ...none, retyped_field: "id" })).toBe(true);
});

it.each([
  [
    { ...none, extra_field: true },
    { id: "x", total_contacts: 5, score: 0.5 },
  ],
  [{ ...none, missing_field: "id" }, { total_contacts: 5 }],
  [
    { ...none, retyped_field: "total_contacts" },
    { id: "x", total_contacts: "5" },
  ],
  [
    { ...none, retyped_field: "id" },
    { id: ["x"], total_contacts: 5 },
  ],
] as const)("changes every record of a list by %j", (shape, expected) => {
  expect(JSON.parse(misshape(list, shape))).toEqual({ meta: { total_items: 1 }, data: [expected] });
});

it("changes a single record", () => {
  const one = JSON.stringify({ data: { id: "x" } });
  expect(JSON.parse(misshape(one, { ...none, missing_field: "id" }))).toEqual({ data: {} });
});
