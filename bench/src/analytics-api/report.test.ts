import { expect, test } from "vitest";
import type { ApiMeasurements } from "./measure-api.ts";
import { report } from "./report.ts";

const measured = (p50: number, p99: number, notModifiedPerSecond: number): ApiMeasurements => ({
  jobs: 1_000,
  latencies: [{ kind: { name: "overview", goal: 100, path: () => "/" }, p50, p95: p99, p99 }],
  perSecond: 100,
  notModifiedPerSecond,
});

const KEPT = measured(5, 99.9, 5_000);

test("reports that every goal is kept", () => {
  expect(report([KEPT, measured(7.5, 20, 9_000)])).toMatchObject({ allKept: true });
});

test.each([
  ["a slow answer", measured(5, 100, 5_000)],
  ["too few 304s", measured(5, 20, 4_999)],
])("reports a missed goal: %s", (_, missed) => {
  const { allKept, table } = report([KEPT, missed]);
  expect(allKept).toBe(false);
  expect(table.match(/MISSED/g)).toHaveLength(1);
});
