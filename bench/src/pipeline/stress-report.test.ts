import { expect, test } from "vitest";
import { reportStress } from "./stress-report.ts";
import type { StressedLoad } from "./stressed-source.ts";

const load = (seconds: number | null): StressedLoad => ({
  source: { name: "10 % HTML", records: 10_000, faults: {}, bound: 1.5 },
  readerSeconds: 10,
  pipeline: seconds === null ? null : { seconds, requests: 120, rateLimited: 0 },
  stoppedAfterSeconds: 60,
  comparedSeconds: 10,
});

test("a load within its bound is kept", () => {
  const { table, allKept } = reportStress([load(15)]);
  expect(table).toContain("1.50");
  expect(allKept).toBe(true);
});

test.each([
  [15.1, "1.51"],
  [null, "> 60, stopped"],
])("a load of %s seconds is missed", (seconds, shown) => {
  const { table, allKept } = reportStress([load(15), load(seconds)]);
  expect(table).toContain(shown);
  expect(table).toContain("MISSED");
  expect(allKept).toBe(false);
});
