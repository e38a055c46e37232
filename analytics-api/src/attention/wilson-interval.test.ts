import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "./wilson-interval.ts";

describe("wilsonInterval", () => {
  // Newcombe (1998), Statistics in Medicine 17, 857–872, table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i of %i is the published one", (successes, cases, low, high) => {
    const interval = wilsonInterval(successes, cases);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it("contains the proportion and stays within 0 and 1", () => {
    const counts = fc
      .integer({ min: 1, max: 1_000_000 })
      .chain((cases) => fc.tuple(fc.integer({ min: 0, max: cases }), fc.constant(cases)));
    fc.assert(
      fc.property(counts, ([successes, cases]) => {
        const { low, high } = wilsonInterval(successes, cases) ?? { low: Number.NaN, high: Number.NaN };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(successes / cases + 1e-12);
        expect(high).toBeGreaterThanOrEqual(successes / cases - 1e-12);
      }),
    );
  });

  it("does not exist without cases", () => {
    expect(wilsonInterval(0, 0)).toBeUndefined();
  });
});
