import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationTicks } from "./duration-ticks.ts";

describe("durationTicks", () => {
  it.each([
    [15, [0, 5, 10, 15]],
    [600, [0, 120, 240, 360, 480, 600]],
    [4_000, [0, 900, 1_800, 2_700, 3_600]],
    [20 * 86_400, [0, 4, 8, 12, 16, 20].map((days) => days * 86_400)],
  ])("names round durations up to %d s", (max, ticks) => {
    expect(durationTicks(max)).toEqual(ticks);
  });

  it("names two to seven durations of any axis", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), (max) => {
        const ticks = durationTicks(max);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        expect(ticks.at(-1)).toBeLessThanOrEqual(max);
      }),
    );
  });
});
