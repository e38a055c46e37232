import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonChildren, jsonMember } from "./json-children.ts";

test.each<[string, string[]]>([
  ['[ {"n": 1.10} ,\n9007199254740993,1e400]', ['{"n": 1.10}', "9007199254740993", "1e400"]],
  ['["a,]\\"}", "\\\\", []]', ['"a,]\\"}"', '"\\\\"', "[]"]],
  ['{"a": {"b": [1, 2]}, "a" :2}', ['{"b": [1, 2]}', "2"]],
  ["[]", []],
  [" { } ", []],
  ["12", []],
  ['"[1]"', []],
])("the children of %s", (json, texts) => {
  expect(jsonChildren(json).map(({ text }) => text)).toEqual(texts);
});

test("a member is found by its unescaped name, and of a doubled one the last", () => {
  expect(jsonMember('{"x": {"id": 1}, "\\u0069d": 2.50, "y": ["id", 3]}', "id")).toBe("2.50");
  expect(jsonMember('{"id": 1, "id": {"a": 2}}', "id")).toBe('{"a": 2}');
  expect(jsonMember('{"x": {"id": 1}}', "id")).toBeNull();
});

test("nesting costs no stack", () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  expect(jsonMember(`{"tree": ${deep}, "id": 7}`, "id")).toBe("7");
});

test("whatever the JSON, its children are those of JSON.parse", () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.constantFrom("", " ", "\n\t"), (texts, space) => {
      expect(
        jsonChildren(`[${texts.map((text) => space + text + space).join(",")}]`).map(({ text }) => text),
      ).toEqual(texts);
    }),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()), (object) => {
      const children = jsonChildren(JSON.stringify(object));
      expect(children.map(({ name, text }) => [name, JSON.parse(text)])).toEqual(
        Object.entries(JSON.parse(JSON.stringify(object))),
      );
    }),
  );
});
