import fc from "fast-check";
import { expect, it } from "vitest";
import { endOfClassMs, mergeHistograms, percentileOf } from "./duration-histogram.ts";

/** Same as `gold.faixa_duracao`. */
const classOf = (seconds: number): number => (seconds < 1 ? 0 : 1 + Math.floor(8 * Math.log2(seconds)));

const histogramOf = (durations: readonly number[]) =>
  mergeHistograms(durations.map((seconds) => ({ [classOf(seconds)]: 1 })));

it("returns the percentile by nearest rank, within a class and three digits", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 3e6, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.constantFrom(0.5, 0.95),
      (durations, fraction) => {
        const sorted = durations.toSorted((a, b) => a - b);
        const exact = (sorted[Math.ceil(fraction * sorted.length) - 1] ?? 0) / 60;
        expect(Math.abs((percentileOf(histogramOf(durations), fraction) ?? 0) / exact - 1)).toBeLessThan(
          0.05,
        );
      },
    ),
  );
});

it("returns the longer of two durations as their 95th percentile, and the shorter as their median", () => {
  const histogram = histogramOf([60, 6_000]);
  expect(percentileOf(histogram, 0.5)).toBeCloseTo(1, 1);
  expect(percentileOf(histogram, 0.95)).toBeGreaterThan(95);
});

it("returns null without jobs", () => {
  expect(percentileOf({}, 0.5)).toBeNull();
});

it("ends a class where the next one begins", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 3e6, noNaN: true }), (seconds) => {
      expect(endOfClassMs(classOf(seconds))).toBeGreaterThan(seconds * 999.999);
    }),
  );
});
