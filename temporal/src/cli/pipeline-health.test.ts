import { expect, test } from "vitest";
import { judgeHealth, type PipelineSigns } from "./pipeline-health.ts";

const now = new Date("2026-01-05T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const healthy: PipelineSigns = {
  workers: 1,
  schedule: { paused: false, next: minutesAgo(-3) },
  lastRun: { runNumber: 7, outcome: "succeeded", finishedAt: minutesAgo(2), error: null },
  running: null,
  intervalMinutes: 5,
};

test.each<[string, Partial<PipelineSigns>, string, RegExp]>([
  ["all is well", {}, "healthy", /balance/],
  ["nobody works", { workers: 0 }, "failing", /No worker/],
  ["there is no schedule", { schedule: null }, "failing", /schedule apply/],
  [
    "the last run failed",
    {
      lastRun: {
        runNumber: 7,
        outcome: "failed",
        finishedAt: minutesAgo(1),
        error: "SourceUnauthorized: key",
      },
    },
    "failing",
    /Run 7 ended failed: SourceUnauthorized/,
  ],
  ["it is paused", { schedule: { paused: true, next: null } }, "paused", /resume/],
  ["no run yet", { lastRun: null }, "late", /No run has finished yet/],
  [
    "runs have stopped",
    { lastRun: { runNumber: 7, outcome: "succeeded", finishedAt: minutesAgo(11), error: null } },
    "late",
    /more than 10 minutes/,
  ],
  ["a run takes too long", { running: { runNumber: 8, startedAt: minutesAgo(11) } }, "late", /Run 8/],
])("when %s", (_, signs, health, why) => {
  const verdict = judgeHealth({ ...healthy, ...signs }, now);
  expect(verdict.health).toBe(health);
  expect(verdict.why).toMatch(why);
});
