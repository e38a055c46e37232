import { expect, test } from "vitest";
import { DIFFERENCES, type ProofMeasurements } from "./measure-proof.ts";
import { reportProof } from "./proof-report.ts";
import type { ProvedRun } from "./read-proved-run.ts";

const run = (requests: number, seconds = 0.2, verdict = "proved"): ProvedRun => ({
  verdict,
  found: 1,
  proof: { requests, seconds },
  run: { requests: requests + 1_000, seconds: seconds + 1 },
});

const measured = (idle: ProvedRun, healed: ProvedRun): ProofMeasurements => ({
  records: 1_000_000,
  loadBefore: 1,
  firstLoadSeconds: 60,
  afterLoad: idle,
  idle: [idle],
  healings: DIFFERENCES.map(({ kind, differences }) => ({ kind, differences, runs: [healed] })),
  fullRead: { seconds: 70, requests: 10_020 },
});

test("proofs within their goals are kept", () => {
  const { table, allKept } = reportProof([measured(run(10), run(45))]);
  expect(table).not.toContain("MISSED");
  expect(allKept).toBe(true);
});

test.each([
  ["slow", measured(run(10, 0.6), run(45))],
  ["with too many requests", measured(run(11), run(45))],
  ["that needs too many to heal one record", measured(run(10), run(46))],
])("a proof %s is missed", (_, missed) => {
  const { table, allKept } = reportProof([missed]);
  expect(table).toContain("MISSED at 1,000,000");
  expect(allKept).toBe(false);
});

test("a complete read in the proof's place counts with its requests", () => {
  const { table } = reportProof([measured(run(10), run(45, 0.2, "read_in_full"))]);
  expect(table).toContain("1,045");
});
