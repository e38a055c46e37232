import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, it } from "vitest";
import { BUSINESS_ZONE, busyness } from "./working-week.ts";

const at = (text: string) => busyness(Date.parse(text) / 1000);

it("is busy on a working morning in São Paulo, and hardly at all on a Sunday night", () => {
  expect(at("2026-11-24T10:00:00-03:00")).toBeGreaterThan(2);
  expect(at("2026-11-22T03:00:00-03:00")).toBeLessThan(0.02);
  expect(at("2026-11-24T10:00:00-03:00")).toBeGreaterThan(at("2026-11-24T12:00:00-03:00"));
  expect(at("2026-11-24T10:00:00-03:00")).toBeGreaterThan(at("2026-11-27T10:00:00-03:00"));
});

it("follows summer time while there was any", () => {
  expect(at("2018-12-04T08:00:00-02:00")).toBe(at("2026-12-01T08:00:00-03:00"));
});

it("averages one over a week", () => {
  const monday = Date.parse("2026-11-23T00:00:00-03:00") / 1000;
  const hours = Array.from({ length: 24 * 7 }, (_, hour) => busyness(monday + hour * 3600));
  expect(hours.reduce((sum, weight) => sum + weight, 0) / hours.length).toBeCloseTo(1, 10);
});

it("knows the hour and the day on the zone's own clock", () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2020) / 1000, max: Date.UTC(2100) / 1000 }), (seconds) => {
      const { hour, weekday } = DateTime.fromSeconds(seconds, { zone: "America/Sao_Paulo" });
      const sameHour = DateTime.fromObject(
        { year: 2026, month: 11, day: 22 + weekday, hour },
        { zone: BUSINESS_ZONE },
      );
      expect(busyness(seconds)).toBe(busyness(sameHour.toSeconds()));
    }),
  );
});
