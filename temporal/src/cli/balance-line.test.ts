import { expect, it } from "vitest";
import { balanceLine } from "./balance-line.ts";

const all = { sourceRecords: 5_204, goldRecords: 5_198, rejectedRecords: 6, findings: [] };

it.each([
  ["that both sides agree", all, "5,204 in the source = 5,198 in gold + 6 with rejected versions only"],
  [
    "what the source lists more than once",
    { ...all, sourceRecords: 5_206 },
    "5,206 in the source = 5,198 in gold + 6 with rejected versions only + 2 duplicates or overcounted",
  ],
  [
    "what the source does not count",
    { ...all, sourceRecords: 5_000 },
    "5,000 counted by the source + 204 not counted = 5,198 in gold + 6 with rejected versions only",
  ],
  [
    "a difference that nothing explains",
    {
      ...all,
      sourceRecords: 5_300,
      findings: [{ code: "count_differs" as const, severity: "gap" as const }],
    },
    "5,300 in the source ≠ 5,198 in gold + 6 with rejected versions only",
  ],
  [
    "that windows still differ",
    {
      ...all,
      sourceRecords: null,
      findings: [{ code: "being_checked" as const, severity: "warning" as const }],
    },
    "unknown while windows differ; 5,198 in gold + 6 with rejected versions only",
  ],
  [
    "that there is no count",
    { ...all, sourceRecords: null },
    "unknown, the source was not counted; 5,198 in gold + 6 with rejected versions only",
  ],
])("tells %s", (_, run, line) => {
  expect(balanceLine(run)).toBe(line);
});
