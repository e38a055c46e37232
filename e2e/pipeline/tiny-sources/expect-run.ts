import { expect } from "vitest";
import type { ObservedRun } from "./tiny-environment.ts";

export interface ExpectedRun {
  /** Default: determined by the severest finding. */
  outcome?: string;
  bronze: number;
  gold: number;
  /** Open rejects by rule, which cause a finding. */
  rejected?: Record<string, number>;
  /** Codes of findings, except that of rejects. */
  findings?: string[];
  /** The run's error. */
  error?: RegExp;
  /** The maximum number of requests. */
  requests?: number;
}

/** Enough to read one to four pages, probe the source and count it; more requests mean a loop. */
const MAX_REQUESTS = 40;

/** Findings that must not be notices, since they require action. */
const NEVER_A_NOTICE = new Set(["duplicate_records", "count_differs"]);

/** Checks counts, outcome, findings and the number of requests. */
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
