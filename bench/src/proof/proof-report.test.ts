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

const measured = (idle: ProvedRun, repaired: ProvedRun): ProofMeasurements => ({
  records: 1_000_000,
  loadBefore: 1,
  firstLoadSeconds: 60,
  afterLoad: idle,
  idle: [idle],
  repairs: DIFFERENCES.map(({ kind, differences }) => ({ kind, differences, runs: [repaired] })),
  fullRead: { seconds: 70, requests: 10_020 },
});

test("goals of proofs are kept", () => {
  const { table, allKept } = reportProof([measured(run(10), run(45))]);
  expect(table).not.toContain("MISSED");
  expect(allKept).toBe(true);
});

test.each([
  ["slow", measured(run(10, 0.6), run(45))],
  ["with too many requests", measured(run(11), run(45))],
  ["that needs too many to fix one record", measured(run(10), run(46))],
])("a proof %s is missed", (_, missed) => {
  const { table, allKept } = reportProof([missed]);
  expect(table).toContain("MISSED at 1,000,000");
  expect(allKept).toBe(false);
});

test("the requests of a complete read instead of a proof are counted", () => {
  const { table } = reportProof([measured(run(10), run(45, 0.2, "read_in_full"))]);
  expect(table).toContain("1,045");
});
