import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffPayloads } from "./payload-diff.ts";

describe("the differences of two records", () => {
  it("name each value that was changed, added or removed", () => {
    expect(
      diffPayloads(
        '{"id": "a", "status": "PROCESSING", "tags": ["x"], "old": null}',
        '{"id": "a", "status": "FAILED", "tags": ["x", "y"], "new": {"n": 1}}',
      ),
    ).toEqual([
      { field: "status", before: '"PROCESSING"', after: '"FAILED"' },
      { field: "tags.1", before: undefined, after: '"y"' },
      { field: "old", before: "null", after: undefined },
      { field: "new", before: undefined, after: '{"n":1}' },
    ]);
  });

  it("are found in records that are no objects", () => {
    expect(diffPayloads("7", '"7"')).toEqual([{ field: "", before: "7", after: '"7"' }]);
    expect(diffPayloads("[1]", '{"a":1}')).toHaveLength(1);
  });

  it("are none for a record in another form, and some for any other record", () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (one, other) => {
        expect(diffPayloads(one, JSON.stringify(JSON.parse(one), null, 2))).toEqual([]);
        const isEqual = JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
        if (diffPayloads(one, other).length === 0) expect(JSON.parse(one)).toEqual(JSON.parse(other));
        else expect(isEqual).toBe(false);
      }),
    );
  });
});
