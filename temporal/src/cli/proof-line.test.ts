import { expect, it } from "vitest";
import { proofLine } from "./proof-line.ts";
import type { ProofSummary } from "./proof-summary.ts";

const proved: ProofSummary = {
  runId: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11",
  runNumber: 412,
  verdict: "proved",
  startedAt: new Date("2026-11-23T17:05:03Z"),
  finishedAt: new Date("2026-11-23T17:05:04Z"),
  sourceRecords: 10_000_000,
  warehouseRecords: 10_000_000,
  countsUpTo: null,
  requests: 22,
  windowsTotal: 14,
  windowsDiffering: 0,
  recordsDiffering: 0,
  found: [],
  goldChecked: 500,
  goldRepaired: 0,
};

it.each<[string, Partial<ProofSummary>, string]>([
  [
    "that all is well",
    { requests: 9 },
    "10,000,000 of 10,000,000 in 14 windows; no difference found (9 requests)",
  ],
  [
    "how far a source counts",
    { sourceRecords: 9_000, warehouseRecords: 9_000, countsUpTo: 10_000, requests: 10 },
    "9,000 of the newest 9,000 in 14 windows; no difference found; the source counts at most 10,000, so older records are read in rotation (10 requests)",
  ],
  [
    "what was found and healed",
    { found: [{ kind: "gone", records: 1 }] },
    "10,000,000 of 10,000,000 in 14 windows; 1 deleted record found and removed (22 requests)",
  ],
  [
    "several kinds, and damage inside the warehouse",
    {
      found: [
        { kind: "lost", records: 1_200 },
        { kind: "stale", records: 1 },
      ],
      goldRepaired: 2,
    },
    "10,000,000 of 10,000,000 in 14 windows; 1,200 missing records found and read, 1 outdated record found and updated; 2 rows of gold rebuilt from bronze (22 requests)",
  ],
  [
    "what still differs",
    { verdict: "being_checked", warehouseRecords: 9_999_997, windowsDiffering: 2, recordsDiffering: 3 },
    "9,999,997 of 10,000,000; 3 records in 2 of 14 windows still being checked: the next run continues (22 requests)",
  ],
  [
    "that the counting did not end",
    { verdict: "being_checked", sourceRecords: null, warehouseRecords: null, windowsTotal: 0, requests: 1 },
    "not proved yet, counting did not finish: the next run continues (1 request)",
  ],
  [
    "that everything was read instead",
    { verdict: "read_in_full", found: [{ kind: "changed", records: 2 }], requests: 0 },
    "10,000,000 of 10,000,000; a complete read compared every record; 2 records found changed without a new updated_at, and updated",
  ],
  [
    "the counts that made it read everything",
    { verdict: "read_in_full", sourceRecords: 5_925, warehouseRecords: 5_928, requests: 0 },
    "5,928 counted in the warehouse and 5,925 at the source, then a complete read compared every record",
  ],
  [
    "that the source cannot be counted by time",
    { verdict: "not_countable", sourceRecords: null, warehouseRecords: null, windowsTotal: 0, requests: 0 },
    "not by counting: the source cannot be counted by time, so its total and pages are compared instead",
  ],
  [
    "that it is at work",
    { verdict: "counting", windowsTotal: 1, requests: 0 },
    "running, 1 window counted so far",
  ],
])("tells %s", (_, proof, line) => {
  expect(proofLine({ ...proved, ...proof })).toBe(line);
});
