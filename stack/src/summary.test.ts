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

test("shows the figures of a finished run", () => {
  const text = describeRun(FIGURES);
  for (const figure of [
    "1 (first load), succeeded",
    "5177",
    "5126",
    "5120 inserted, 6 updated",
    "66, of which 9 rate-limited",
  ]) {
    expect(text).toContain(figure);
  }
});

test("shows the findings of a run with their remedies", () => {
  const finding = { severity: "warning", detail: "2 records break a rule.", remedy: "Have them fixed." };
  const text = describeRun({ ...FIGURES, outcome: "succeeded_with_findings", findings: [finding] });
  expect(text).toContain("succeeded with findings");
  expect(text).toContain("2 records break a rule.\n→ Have them fixed.");
});

test("shows the reason of a failed run", () => {
  expect(describeRun({ outcome: "failed", error: "SourceUnavailable: 503." })).toBe(
    "The run ended as failed: SourceUnavailable: 503. The schedule tries again every 5 minutes.",
  );
});

test("names the active run of the schedule", () => {
  expect(describeRun({ outcome: "already-running", busyWith: { runNumber: 7 } })).toContain("Run 7,");
});
