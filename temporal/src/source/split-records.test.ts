import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitRecords } from "./split-records.ts";

const cut = (json: string) => splitRecords(json)?.map(({ start, end }) => json.slice(start, end));

describe("splitRecords", () => {
  test("gives each record its own characters", () => {
    const records = ['{"n": 9007199254740993}', '{"n":1.10, "n":1e400}', '"\\u0000"', "null", "-1", "[ ]"];
    expect(cut(`{"meta": {}, "data": [ ${records.join(" ,\n")}\t]}`)).toEqual(records);
  });

  test.each([
    ["in a value", '{"note": "\\"data\\": [1]", "data": [2]}'],
    ["in another object", '{"links": {"data": [1]}, "data": [2]}'],
    ["in another array", '{"links": ["data", [1], {"data": [1]}], "data": [2]}'],
    ["as another name's end", '{"metadata": [1], "data\\u0000": [1], "data": [2]}'],
    ["written with escapes", '{"d\\u0061ta": [2]}'],
    ["twice: the last one counts", '{"data": [1], "data": [2], "x": {}}'],
    ["twice, the second with escapes", '{"data": [1], "\\u0064ata": [2]}'],
  ])("finds the array, not the word data %s", (_, json) => {
    expect(cut(json)).toEqual(["2"]);
  });

  test.each([
    "[]",
    "1",
    '"data"',
    "{}",
    '{"data": null}',
    '{"data": {"data": []}}',
    '{"data": [], "data": 1}',
  ])("finds none in %s", (json) => {
    expect(splitRecords(json)).toBeNull();
  });

  test("tells how deep a record nests, however deep", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const spans = splitRecords(`{"data": [1, {}, {"a": [{"b": "]]{{"}]}, ${deep}]}`);
    expect(spans?.map(({ nesting }) => nesting)).toEqual([0, 1, 3, 100_000]);
  });

  test("leaves no character out, and cuts what JSON.parse reads, for any JSON and white space", () => {
    const space = fc.string({ unit: fc.constantFrom(" ", "\n", "\r", "\t"), maxLength: 3 });
    const member = fc.tuple(fc.constantFrom("data", "meta", 'da"ta', "\\", "ünï"), fc.json({ maxDepth: 2 }));
    fc.assert(
      fc.property(
        fc.array(member),
        fc.array(fc.tuple(space, fc.json({ stringUnit: "binary", maxDepth: 2 }), space)),
        fc.array(member.filter(([name]) => name !== "data")),
        space,
        (before, elements, after, gap) => {
          const write = ([name, value]: [string, string]) =>
            `${gap}${JSON.stringify(name)}${gap}:${gap}${value}${gap}`;
          const list = elements.map((element) => element.join("")).join(",");
          const members = [...before.map(write), write(["data", `[${list || gap}]`]), ...after.map(write)];
          const json = `${gap}{${members.join(",")}}${gap}`;
          const spans = splitRecords(json) ?? [];
          expect(spans.map(({ start, end }) => JSON.parse(json.slice(start, end)))).toEqual(
            JSON.parse(json).data,
          );
          expect(spans.map(({ start, end }) => json.slice(start, end))).toEqual(
            elements.map(([, value]) => value),
          );
        },
      ),
    );
  });
});
