import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonMember } from "./json-member.ts";

test.each([
  ['{"x": {"id": 1}, "\\u0069d": 2.50 , "y": ["id", 3]}', "2.50"],
  ['{"id": 9007199254740993}', "9007199254740993"],
  ['{"id": 1, "id" :{"a,}\\"]":  2}}', '{"a,}\\"]":  2}'],
  ['{"id": "}\\\\", "x": "\\\\\\"id\\":1"}', '"}\\\\"'],
  ['{"x": {"id": 1}}', null],
  ["{}", null],
])("the id of %s", (object, id) => {
  expect(jsonMember(object, "id")).toBe(id);
});

test("nesting costs no stack", () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  expect(jsonMember(`{"tree": ${deep}, "id": 7}`, "id")).toBe("7");
});

test("whatever the object, a member is what JSON.parse makes of it", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { minKeys: 1 }),
      fc.nat(4),
      (object, indent) => {
        const json = JSON.stringify(object, null, indent);
        for (const [name, value] of Object.entries(JSON.parse(json)))
          expect(JSON.parse(jsonMember(json, name) ?? "")).toEqual(value);
      },
    ),
  );
});
