import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createArrivals } from "./arrivals.ts";

const start = Date.parse("2026-11-24T00:00:00-03:00") / 1000;

function arrivalsIn(arrivals: ReturnType<typeof createArrivals>, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, hour) => arrivals.during(from + hour)).flat();
}

describe("createArrivals", () => {
  it("brings exactly the initial records, in order, before the start", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 100, max: 20_000 }), (seed, records) => {
        const arrivals = createArrivals({ seed, start, records, perHour: 36 });
        const history = arrivalsIn(arrivals, arrivals.firstHour, 0);
        expect(history.length).toBe(records);
        expect(history).toEqual(history.toSorted((a, b) => a - b));
        expect(history.at(-1)).toBeLessThan(start);
        expect(history[0]).toBeGreaterThanOrEqual(arrivals.beginning(arrivals.firstHour));
      }),
      { numRuns: 5 },
    );
  });

  it("goes on at the rate asked for, with something in every five minutes of a usual hour", () => {
    const arrivals = createArrivals({ seed: 1, start, records: 100, perHour: 36 });
    const weeks = 4;
    const live = arrivalsIn(arrivals, 0, weeks * 7 * 24);
    expect(live.length / (weeks * 7 * 24)).toBeCloseTo(36, 0);
    const fiveMinutes = new Set(live.map((seconds) => Math.floor(seconds / 300)));
    expect(fiveMinutes.size / (weeks * 7 * 24 * 12)).toBeGreaterThan(0.9);
  });

  it("gives each hour the same arrivals whenever it is asked", () => {
    const settings = { seed: 9, start, records: 100, perHour: 36 };
    expect(createArrivals(settings).during(1000)).toEqual(createArrivals(settings).during(1000));
    expect(createArrivals(settings).during(1000)).not.toEqual(
      createArrivals({ ...settings, seed: 8 }).during(1000),
    );
  });
});
