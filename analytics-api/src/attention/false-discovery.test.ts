import fc from "fast-check";
import { expect, test } from "vitest";
import { FALSE_DISCOVERY_RATE, significant } from "./false-discovery.ts";

test("adjusts as R's p.adjust(c(0.0001, 0.004, 0.0019, 0.095, 0.02), 'BH') does", () => {
  const found = significant([0.0001, 0.004, 0.0019, 0.095, 0.02].map((p) => ({ p })));
  expect(found.map(({ p }) => p).toSorted((a, b) => a - b)).toEqual([
    expect.closeTo(0.0005, 12),
    expect.closeTo(0.00475, 12),
    expect.closeTo(0.02 / 3, 12),
  ]);
});

test("corrects for tests that showed no difference, too", () => {
  expect(significant([{ p: 0.0001 }], 50)).toEqual([{ p: expect.closeTo(0.005, 12) }]);
  expect(significant([{ p: 0.0001 }], 101)).toEqual([]);
});

test("finds the first k by p, where k is the largest with p(k) ≤ k/m of the rate", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 0.05, noNaN: true }), { maxLength: 60 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const largest = sorted.findLastIndex(
        (p, index) => (p * values.length) / (index + 1) <= FALSE_DISCOVERY_RATE,
      );
      expect(significant(values.map((p) => ({ p })))).toHaveLength(largest + 1);
    }),
  );
});
