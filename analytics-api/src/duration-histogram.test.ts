import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mergeDurationHistograms,
  parseDurationHistogram,
  percentileOfDurations,
} from "./duration-histogram.ts";

const histogram = fc.int32Array({ maxLength: 300, min: 0, max: 99_999_999 });

/** What `numeric_send` writes of a whole number: how many digits, the power of the first, sign and scale, the digits. */
const sent = (weight: number, digits: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(8 + 2 * digits.length);
  bytes.writeInt16BE(digits.length, 0);
  bytes.writeInt16BE(weight, 2);
  for (const [index, digit] of digits.entries()) bytes.writeInt16BE(digit, 8 + 2 * index);
  return bytes;
};

describe("a duration histogram", () => {
  it("reads two digits of base 10,000 for each class, the shortest last, also where zeros at the end are left out", () => {
    expect([...parseDurationHistogram(sent(0, []))]).toEqual([0]);
    // 2e16 + 3e8 + 1: one job in the first class, three in the second, two in the third.
    expect([...parseDurationHistogram(sent(4, [2, 0, 3, 0, 1]))]).toEqual([1, 3, 2]);
    expect([...parseDurationHistogram(sent(3, [1234, 5678]))]).toEqual([0, 12_345_678]);
    fc.assert(
      fc.property(histogram, (classes) => {
        const digits = [...classes].flatMap((jobs) => [jobs % 10_000, Math.floor(jobs / 10_000)]).reverse();
        expect(parseDurationHistogram(sent(digits.length - 1, digits))).toEqual(classes);
      }),
    );
  });

  it("merges what the warehouse would add up", () => {
    const merged = mergeDurationHistograms([new Int32Array([1, 2]), new Int32Array([1, 0, 5])]);
    expect([...merged]).toEqual([2, 2, 5]);
    expect(mergeDurationHistograms([])).toHaveLength(0);
  });

  it("places jobs evenly inside their class", () => {
    expect(percentileOfDurations(new Int32Array([0, 0, 0]), 0, 0.5)).toBeNull();
    // Four jobs below one second: ranks 0 to 3 stand at 1/8, 3/8, 5/8 and 7/8 of it.
    expect(percentileOfDurations(new Int32Array([4]), 4, 0)).toBeCloseTo(0.125 / 60, 12);
    expect(percentileOfDurations(new Int32Array([4]), 4, 0.5)).toBeCloseTo(0.5 / 60, 12);
    // One job between 2^(16/16) and 2^(17/16) seconds.
    expect(percentileOfDurations(parseDurationHistogram(sent(34, [1])), 1, 0.95)).toBeCloseTo(
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
