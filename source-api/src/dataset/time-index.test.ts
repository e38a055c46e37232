import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTimeIndex } from "./time-index.ts";

/** An index over a plain map, which is also what it is compared with. */
function setUp() {
  const seconds = new Map<number, number>();
  const index = createTimeIndex((key) => seconds.get(key));

  function move(keys: number[], to: number): void {
    const moved = keys.filter((key) => seconds.get(key) !== to);
    for (const key of moved) {
      const before = seconds.get(key);
      seconds.set(key, to);
      if (before !== undefined) index.vacate(before, key);
    }
    index.place(moved);
  }

  function remove(key: number): void {
    const before = seconds.get(key);
    if (before === undefined) return;
    seconds.delete(key);
    index.vacate(before, key);
  }

  function expected(from: number): number[] {
    return [...seconds]
      .filter(([, at]) => at >= from)
      .toSorted(([keyA, a], [keyB, b]) => a - b || keyA - keyB)
      .map(([key]) => key);
  }

  const keysOf = (from: number, skip: number, take: number) =>
    index.slice(from, skip, take).map(({ key }) => key);

  return { index, move, remove, expected, keysOf };
}

const key = fc.nat({ max: 50 });
const at = fc.nat({ max: 20 });
const operation = fc.oneof(
  fc.record({ type: fc.constant("move" as const), keys: fc.uniqueArray(key), to: at }),
  fc.record({ type: fc.constant("remove" as const), key }),
);

describe("createTimeIndex", () => {
  it("agrees with a sorted list after any moves and removals", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), at, key, key, (operations, from, skip, take) => {
        const { index, move, remove, expected, keysOf } = setUp();
        for (const operation of operations) {
          if (operation.type === "move") move(operation.keys, operation.to);
          else remove(operation.key);
        }
        expect(index.size).toBe(expected(0).length);
        expect(index.countFrom(from)).toBe(expected(from).length);
        expect(keysOf(from, skip, take)).toEqual(expected(from).slice(skip, skip + take));
      }),
      { numRuns: 300 },
    );
  });

  it("agrees with a sorted list over many chunks, after being swept", () => {
    const { index, move, remove, expected, keysOf } = setUp();
    const keys = Array.from({ length: 5000 }, (_, n) => (n * 7919) % 5003);
    for (const [n, key] of keys.entries()) move([key], Math.floor(n / 10));
    // Each round leaves as many dead entries behind as there are keys.
    for (let round = 1; round <= 5; round++) move(keys, 1000 + round);
    move(keys.slice(0, 2500), 2000);
    for (const key of keys.slice(100, 200)) remove(key);

    expect(index.size).toBe(4900);
    for (const from of [0, 1005, 1006, 2000, 2001]) {
      expect(index.countFrom(from)).toBe(expected(from).length);
      for (const skip of [0, 1, 1023, 1024, 2399, 2400, 4899, 4900])
        expect(keysOf(from, skip, 100)).toEqual(expected(from).slice(skip, skip + 100));
    }
  });

  it("refuses to vacate an entry that it does not hold", () => {
    const { index, move } = setUp();
    move([7], 1);
    expect(() => index.vacate(2, 7)).toThrow("No entry (2, 7) to vacate.");
  });
});
