import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparedPeriod } from "./compared-period.ts";
import { type Period, resolvePeriod } from "./period.ts";

const fuso = "America/Sao_Paulo";

const compare = (comparison: "anterior" | "semana", period: Period, asOf: Date | null) => {
  const { from, to } = comparedPeriod(period, { comparison, zone: fuso, asOf }) ?? {};
  return from && to && { from, to };
};
const previousPeriod = (period: Period, asOf: Date | null) => compare("anterior", period, asOf);

describe("the previous period", () => {
  const moment = fc.date({
    min: new Date("2020-01-01T00:00:00Z"),
    max: new Date("2030-01-01T00:00:00Z"),
    noInvalidDate: true,
  });
  const length = (period: { from: Date | undefined; to: Date | undefined }): number =>
    (period.to?.getTime() ?? 0) - (period.from?.getTime() ?? 0);

  it("is as long as the known part of the period, and lies before it", () => {
    fc.assert(
      fc.property(moment, moment, moment, (a, b, asOf) => {
        fc.pre(a < b && a < asOf);
        const period = { from: a, to: b };
        const previous = previousPeriod(period, asOf);
        expect(length(previous ?? period)).toBe(Math.min(b.getTime(), asOf.getTime()) - a.getTime());
        expect(previous?.to && previous.to <= a).toBe(true);
      }),
    );
  });

  it("compares half of today with half of yesterday", () => {
    const today = { from: new Date("2026-11-23T03:00:00Z"), to: new Date("2026-11-24T03:00:00Z") };
    expect(previousPeriod(today, new Date("2026-11-23T15:00:00Z"))).toEqual({
      from: new Date("2026-11-22T03:00:00Z"),
      to: new Date("2026-11-22T15:00:00Z"),
    });
  });

  it("ends an unbounded period at as_of", () => {
    expect(
      previousPeriod(
        { from: new Date("2026-11-20T00:00:00Z"), to: undefined },
        new Date("2026-11-22T00:00:00Z"),
      ),
    ).toEqual({ from: new Date("2026-11-18T00:00:00Z"), to: new Date("2026-11-20T00:00:00Z") });
  });

  it("is undefined without a beginning, before the beginning, and before the first run", () => {
    const from = new Date("2026-11-20T00:00:00Z");
    expect(previousPeriod({ from: undefined, to: from }, from)).toBeUndefined();
    expect(previousPeriod({ from, to: undefined }, new Date("2026-11-19T00:00:00Z"))).toBeUndefined();
    expect(previousPeriod({ from, to: undefined }, null)).toBeUndefined();
  });
});

describe("the same days a week earlier", () => {
  it("begin and end at the same time of day, also if the clocks have changed", () => {
    // São Paulo's clocks went forward on 2018-11-04.
    const day = resolvePeriod({ data_inicio: "2018-11-05", data_fim: "2018-11-05", fuso });
    expect(compare("semana", day, null)).toEqual(
      resolvePeriod({ data_inicio: "2018-10-29", data_fim: "2018-10-29", fuso }),
    );
  });

  it("are compared up to as_of", () => {
    const month = resolvePeriod({ data_inicio: "2026-11-01", data_fim: "2026-11-30", fuso });
    expect(compare("semana", month, new Date("2026-11-23T17:00:00Z"))).toEqual({
      from: new Date("2026-10-25T03:00:00Z"),
      to: new Date("2026-11-16T17:00:00Z"),
    });
  });
});
