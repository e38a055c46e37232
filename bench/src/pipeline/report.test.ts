import type { RunSummary } from "@enrichment-monitor/temporal";
import { expect, test } from "vitest";
import type { Measurements } from "./measure-pipeline.ts";
import { report } from "./report.ts";
import type { MeasuredRun } from "./run-meter.ts";

const SUMMARY: RunSummary = {
  runNumber: 1,
  kind: "incremental",
  outcome: "succeeded",
  recordsRead: 1_000,
  versionsWritten: 1_000,
  goldInserted: 0,
  goldUpdated: 1_000,
  rejected: 0,
  deleted: 0,
  requests: 20,
  rateLimited: 0,
  sourceRecords: 100_000,
  goldRecords: 100_000,
  rejectedRecords: 0,
  seconds: 1,
  error: null,
  findings: [],
};

const run = (seconds: number): MeasuredRun => ({
  seconds,
  summary: SUMMARY,
  actions: { inHistories: 10, heartbeats: 0 },
  events: { enrichmentPipeline: 35 },
});

function measured(records: number, changed: Partial<Measurements> = {}): Measurements {
  return {
    records,
    loadBefore: 0,
    floor: { seconds: 8, walBytes: 1 },
    leanFloor: { seconds: 4, walBytes: 1 },
    firstLoad: { run: run(10), walBytes: 1 },
    memoryMb: { starting: 399, loading: 399 },
    incremental: run(1),
    idle: { run: run(1), rowsWritten: new Map([["bronze.fetches", 20]]) },
    transform: { versions: records, seconds: 1 },
    ...changed,
  };
}

test("goals are kept at their limits", () => {
  const { table, allKept } = report([measured(10_000), measured(100_000, { incremental: run(1.3) })]);
  expect(allKept).toBe(true);
  expect(table).not.toContain("MISSED");
});

test.each<[string, Partial<Measurements>]>([
  ["speed", { firstLoad: { run: run(10.1), walBytes: 1 } }],
  ["memory while loading", { memoryMb: { starting: 1, loading: 400 } }],
  ["memory while starting", { memoryMb: { starting: 400, loading: 1 } }],
  ["cost of a change", { incremental: run(1.31) }],
  [
    "actions of an idle run",
    { idle: { run: { ...run(1), actions: { inHistories: 14, heartbeats: 0 } }, rowsWritten: new Map() } },
  ],
  ["rows of an idle run", { idle: { run: run(1), rowsWritten: new Map([["gold.enrichments", 1]]) } }],
  [
    "heartbeats count as actions",
    {
      idle: {
        run: { ...run(1), actions: { inHistories: 13, heartbeats: 1 } },
        rowsWritten: new Map(),
      },
    },
  ],
])("a missed goal is reported with its size: %s", (_, changed) => {
  const { table, allKept } = report([measured(10_000), measured(100_000, changed)]);
  expect(allKept).toBe(false);
  expect(table).toContain("MISSED at 100,000");
});
