import { describe, expect, it } from "vitest";
import { inZone, resolvePeriod } from "./period.ts";

const fuso = "America/Sao_Paulo";

describe("resolvePeriod", () => {
  it("treats dates as whole days of the zone", () => {
    expect(resolvePeriod({ data_inicio: "2026-11-01", data_fim: "2026-11-01", fuso })).toEqual({
      from: new Date("2026-11-01T03:00:00Z"),
      to: new Date("2026-11-02T03:00:00Z"),
    });
    expect(
      resolvePeriod({ data_inicio: "2026-11-01", data_fim: "2026-11-01", fuso: "Asia/Kolkata" }),
    ).toEqual({
      from: new Date("2026-10-31T18:30:00Z"),
      to: new Date("2026-11-01T18:30:00Z"),
    });
  });

  it("supports days of 23 and 25 hours, and days without a midnight", () => {
    const hours = (day: string, zone: string): number => {
      const { from, to } = resolvePeriod({ data_inicio: day, data_fim: day, fuso: zone });
      return ((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 3_600_000;
    };
    expect(hours("2026-03-08", "America/New_York")).toBe(23);
    expect(hours("2026-11-01", "America/New_York")).toBe(25);
    expect(hours("2018-11-04", fuso)).toBe(23);
  });

  it("begins a day with two midnights at the first, and ends the previous day there", () => {
    const parameters = { data_inicio: "2026-10-25", data_fim: "2026-10-24", fuso: "Atlantic/Azores" };
    const first = new Date("2026-10-25T00:00:00Z");
    expect(resolvePeriod(parameters)).toEqual({ from: first, to: first });
  });

  it("does not change instants", () => {
    const parameters = { data_inicio: "2026-11-01T10:00:00-03:00", data_fim: "2026-11-01T14:00:00Z", fuso };
    expect(resolvePeriod(parameters)).toEqual({
      from: new Date("2026-11-01T13:00:00Z"),
      to: new Date("2026-11-01T14:00:00Z"),
    });
  });

  it("is unbounded on a side without a parameter", () => {
    expect(resolvePeriod({ fuso })).toEqual({ from: undefined, to: undefined });
  });
});

describe("inZone", () => {
  it("uses the offset of the zone at that instant", () => {
    expect(inZone(new Date("2026-11-23T03:00:00Z"), fuso)).toBe("2026-11-23T00:00:00-03:00");
    expect(inZone(new Date("2026-07-01T00:00:00Z"), "Europe/Lisbon")).toBe("2026-07-01T01:00:00+01:00");
  });
});
