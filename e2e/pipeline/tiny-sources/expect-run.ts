import { expect } from "vitest";
import type { ObservedRun } from "./tiny-environment.ts";

export interface ExpectedRun {
  /** Left out: what the severest finding makes it. */
  outcome?: string;
  bronze: number;
  gold: number;
  /** Open rejects by rule: each is a finding. */
  rejected?: Record<string, number>;
  /** Codes, beside the rejects'. */
  findings?: string[];
  /** What the run says went wrong. */
  error?: RegExp;
  /** The most that the source may be asked. */
  requests?: number;
}

/** A page or four are read, the source is tried out and counted: more than this for it is a loop. */
const MAX_REQUESTS = 40;

/** Findings of these kinds are no mere notice: somebody has to act, or numbers are not what they seem. */
const NEVER_A_NOTICE = new Set(["duplicate_records", "count_differs"]);

/** Counts, outcome, what is named, and that the source was not asked more than it takes. */
export function expectRun(run: ObservedRun, expected: ExpectedRun): void {
  const rejected = expected.rejected ?? {};
  const findings = [
    ...(expected.findings ?? []),
    ...(Object.keys(rejected).length > 0 ? ["rejected_records"] : []),
  ].sort();
  const { outcome, bronze, gold } = run;
  const codes = run.findings.map(({ code }) => code).sort();
  expect({ outcome, bronze, gold, rejected: run.rejected, findings: codes, error: run.error }).toEqual({
    outcome: expected.outcome ?? outcomeOf(run.findings),
    bronze: expected.bronze,
    gold: expected.gold,
    rejected,
    findings,
    error: expected.error ? expect.stringMatching(expected.error) : null,
  });
  for (const { code, severity, detail, remedy } of run.findings) {
    expect(`${code}: ${severity}`).not.toBe(NEVER_A_NOTICE.has(code) ? `${code}: notice` : "");
    expect(detail).not.toBe("");
    expect(remedy).not.toBe("");
  }
  expect(run.requests).toBeLessThanOrEqual(expected.requests ?? MAX_REQUESTS);
}

function outcomeOf(findings: ObservedRun["findings"]): string {
  const severities = new Set(findings.map(({ severity }) => severity));
  if (severities.has("gap")) return "incomplete";
  return severities.has("warning") ? "succeeded_with_findings" : "succeeded";
}
