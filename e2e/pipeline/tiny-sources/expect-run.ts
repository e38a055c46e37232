import { expect } from "vitest";
import type { ObservedRun } from "./tiny-environment.ts";

export interface ExpectedRun {
  /** Left out: succeeded, with findings where some are expected. */
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
const MOST_REQUESTS = 40;

/** Counts, outcome, what is named, and that the source was not asked more than it takes. */
export function expectRun(run: ObservedRun, expected: ExpectedRun): void {
  const rejected = expected.rejected ?? {};
  const findings = [
    ...(expected.findings ?? []),
    ...(Object.keys(rejected).length > 0 ? ["rejected_records"] : []),
  ].sort();
  const { outcome, bronze, gold } = run;
  const codes = run.findings.map(({ code }) => code).sort();
  const usual = findings.length > 0 ? "succeeded_with_findings" : "succeeded";
  expect({ outcome, bronze, gold, rejected: run.rejected, findings: codes, error: run.error }).toEqual({
    outcome: expected.outcome ?? usual,
    bronze: expected.bronze,
    gold: expected.gold,
    rejected,
    findings,
    error: expected.error ? expect.stringMatching(expected.error) : null,
  });
  expect(run.requests).toBeLessThanOrEqual(expected.requests ?? MOST_REQUESTS);
}
