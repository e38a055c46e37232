import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mergeDurationHistograms,
  parseDurationHistogram,
  percentileOfDurations,
} from "./duration-histogram.ts";

const histogram = fc.uint32Array({ maxLength: 300, max: 99_999_999 });

describe("a duration histogram", () => {
  it("reads eight digits for each class, the shortest last", () => {
    expect([...parseDurationHistogram("0")]).toEqual([0]);
    expect([...parseDurationHistogram("20000000300000001")]).toEqual([1, 3, 2]);
    fc.assert(
      fc.property(histogram, (classes) => {
        const digits = [...classes].map((jobs) => String(jobs).padStart(8, "0")).reverse();
        expect(parseDurationHistogram(digits.join(""))).toEqual(classes);
      }),
    );
  });

  it("merges what the warehouse would add up", () => {
    const merged = mergeDurationHistograms([new Uint32Array([1, 2]), new Uint32Array([1, 0, 5])]);
    expect([...merged]).toEqual([2, 2, 5]);
    expect(mergeDurationHistograms([])).toHaveLength(0);
  });

  it("places jobs evenly inside their class", () => {
    expect(percentileOfDurations(new Uint32Array([0, 0, 0]), 0, 0.5)).toBeNull();
    // Four jobs below one second: ranks 0 to 3 stand at 1/8, 3/8, 5/8 and 7/8 of it.
    expect(percentileOfDurations(new Uint32Array([4]), 4, 0)).toBeCloseTo(0.125 / 60, 12);
    expect(percentileOfDurations(new Uint32Array([4]), 4, 0.5)).toBeCloseTo(0.5 / 60, 12);
    // One job between 2^(16/16) and 2^(17/16) seconds.
    expect(percentileOfDurations(parseDurationHistogram(`1${"0".repeat(8 * 17)}`), 1, 0.95)).toBeCloseTo(
      2 ** (16.5 / 16) / 60,
      12,
    );
  });

  it("never grows when the fraction falls", () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(histogram, fraction, fraction, (classes, a, b) => {
        const total = classes.reduce((sum, jobs) => sum + jobs, 0);
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (share) => percentileOfDurations(classes, total, share) ?? 0,
        );
        expect(low).toBeLessThanOrEqual((high ?? 0) + 1e-9);
      }),
    );
  });
});
