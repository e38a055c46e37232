import { describe, expect, test } from "vitest";
import { rawRecord } from "../../testing/raw-record.ts";
import { md5Uuid } from "./md5-uuid.ts";
import { recordKey } from "./record-key.ts";

const uuid = "f47ac10b-58cc-4372-a567-0e02b2c3d479";

describe("recordKey", () => {
  test.each([
    [`{"id": "${uuid}"}`, uuid],
    [`{"id": "${uuid.toUpperCase()}"}`, uuid],
    [`{"id": "other", "id": "${uuid}"}`, uuid],
    [`{"x": "\\u0000", "y": "\\ud83d", "id": "${uuid}"}`, uuid],
    [`{"id": "{${uuid}}"}`, md5Uuid(`{${uuid}}`)],
    [`{"id": "${uuid.replaceAll("-", "")}"}`, md5Uuid(uuid.replaceAll("-", ""))],
    ['{"id": " N/A "}', md5Uuid(" N/A ")],
    ['{"id": "Jo\\u00e3o \\ud83d\\ude00"}', md5Uuid("João 😀")],
    ['{"id": 9007199254740993}', md5Uuid("9007199254740993")],
    ['{"id": 1.10}', md5Uuid("1.10")],
    ['{"id":  {"a" :1} }', md5Uuid('{"a" :1}')],
    ['{"id": true}', md5Uuid("true")],
  ])("%s is known by its id", (text, key) => {
    expect(recordKey(rawRecord(text))).toBe(key);
  });

  test.each([
    '{"id": ""}',
    '{"id": " \\t\\u00a0"}',
    '{"id": null}',
    '{"name": "x"}',
    '{"id": "\\ud83d"}',
    '"id"',
    "[1]",
    "null",
  ])("%s is known by its text", (text) => {
    expect(recordKey(rawRecord(text))).toBe(md5Uuid(text));
  });

  test("records without an id are different records", () => {
    expect(recordKey(rawRecord('{"id": "", "n": 1}'))).not.toBe(recordKey(rawRecord('{"id": "", "n": 2}')));
  });

  test("what PostgreSQL cannot hold keeps its id, or is known by what is stored of it", () => {
    const deep = `{"tree": ${"[".repeat(20_000)}${"]".repeat(20_000)}, "id": "${uuid}"}`;
    expect(recordKey({ ...rawRecord(deep), unstorable: "nested-too-deep" })).toBe(uuid);
    expect(recordKey({ text: "\0\ud83d\x1e", value: null, updatedAt: null, unstorable: "undecodable" })).toBe(
      md5Uuid('"\\u0000\\ud83d\\u001e"'),
    );
  });
});
