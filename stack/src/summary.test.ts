import { expect, test } from "vitest";
import { describeRun } from "./summary.ts";

const FIGURES = {
  runNumber: 1,
  kind: "first_load",
  outcome: "succeeded",
  recordsRead: 5177,
  versionsWritten: 5126,
  goldInserted: 5120,
  goldUpdated: 6,
  rejected: 4,
  requests: 66,
  rateLimited: 9,
  seconds: 13.7,
  findings: [],
};

test("a finished run is told by its figures", () => {
  const told = describeRun(FIGURES);
  for (const figure of [
    "1 (first load), succeeded",
    "5177",
    "5126",
    "5120 inserted, 6 updated",
    "66, of which 9 rate-limited",
  ]) {
    expect(told).toContain(figure);
  }
});

test("what a run found is told with the remedy", () => {
  const finding = { severity: "warning", detail: "2 records break a rule.", remedy: "Have them fixed." };
  const told = describeRun({ ...FIGURES, outcome: "succeeded_with_findings", findings: [finding] });
  expect(told).toContain("succeeded with findings");
  expect(told).toContain("2 records break a rule.\n→ Have them fixed.");
});

test("a failed run is told by its reason", () => {
  expect(describeRun({ outcome: "failed", error: "SourceUnavailable: 503." })).toBe(
    "The run ended as failed: SourceUnavailable: 503. The schedule tries again every 5 minutes.",
  );
});

test("a run that the schedule was quicker to start is named", () => {
  expect(describeRun({ outcome: "already-running", busyWith: { runNumber: 7 } })).toContain("Run 7,");
});
