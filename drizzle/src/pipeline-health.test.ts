import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runOutcomes } from "../schema/run-vocabulary.ts";
import { type FinishedRun, type HealthInputs, judgePipeline, type OpenRun } from "./pipeline-health.ts";

const INTERVAL_MS = 300_000;
const started = new Date("2026-11-23T17:00:00Z");
const after = (ms: number): Date => new Date(started.getTime() + ms);

const finished = (run: Partial<FinishedRun> = {}): FinishedRun => ({
  runNumber: 7,
  startedAt: started,
  outcome: "succeeded",
  error: null,
  findings: [],
  ...run,
});

const open = (run: Partial<OpenRun> = {}): OpenRun => ({
  runNumber: 8,
  startedAt: started,
  lastProgressAt: started,
  waitUntil: null,
  waitReason: null,
  ...run,
});

const inputs = (others: Partial<HealthInputs> = {}): HealthInputs => ({
  now: after(1_000),
  intervalMs: INTERVAL_MS,
  schedule: "active",
  workers: 1,
  lastScheduledStart: started,
  finishedRun: finished(),
  openRun: null,
  rejects: { open: 1, gold: 99, limitPercent: 20 },
  ...others,
});

const judge = (others: Partial<HealthInputs> = {}) => {
  const { state, reasons } = judgePipeline(inputs(others));
  return [state, ...reasons.map(({ code }) => code)];
};

const finding = {
  code: "duplicate_records",
  detail: "2 ids are listed twice.",
  remedy: "Tell the owners.",
} as const;

describe("the health of the pipeline", () => {
  it.each<[string, Partial<HealthInputs>, string[]]>([
    ["after a good run", {}, ["healthy"]],
    ["where schedule and workers cannot be seen", { schedule: "unknown", workers: "unknown" }, ["healthy"]],
    ["after a run that somebody canceled", { finishedRun: finished({ outcome: "canceled" }) }, ["healthy"]],
    [
      "after a run with findings",
      { finishedRun: finished({ outcome: "succeeded_with_findings", findings: [finding] }) },
      ["healthy", "duplicate_records"],
    ],
    ["after a failed run", { finishedRun: finished({ outcome: "failed" }) }, ["failing", "last_run_failed"]],
    [
      "after an incomplete run",
      { finishedRun: finished({ outcome: "incomplete", findings: [finding] }) },
      ["failing", "last_run_incomplete", "duplicate_records"],
    ],
    [
      "after a run that was killed",
      { finishedRun: finished({ outcome: "abandoned" }) },
      ["failing", "last_run_abandoned"],
    ],
    ["before the first run", { finishedRun: null, lastScheduledStart: null }, ["waiting", "no_run_yet"]],
    ["during the first run", { finishedRun: null, openRun: open() }, ["waiting", "no_run_yet"]],
    ["without a worker", { workers: 0 }, ["failing", "no_workers"]],
    ["without a schedule", { schedule: "missing" }, ["failing", "schedule_missing"]],
    [
      "while it is paused",
      { schedule: "paused", now: after(10 * INTERVAL_MS) },
      ["paused", "schedule_paused"],
    ],
    ["one interval late", { now: after(2 * INTERVAL_MS) }, ["healthy"]],
    ["later than that", { now: after(2 * INTERVAL_MS + 1) }, ["late", "run_overdue"]],
    ["during a long run that gets on", { openRun: open(), now: after(2 * INTERVAL_MS) }, ["healthy"]],
    [
      "during one that does not",
      { openRun: open(), now: after(2 * INTERVAL_MS + 1) },
      ["late", "run_stalled"],
    ],
    [
      "while a run waits on purpose",
      { openRun: open({ waitUntil: after(4 * INTERVAL_MS) }), now: after(3 * INTERVAL_MS) },
      ["healthy", "run_waiting"],
    ],
    [
      "after such a wait",
      { openRun: open({ waitUntil: after(INTERVAL_MS) }), now: after(3 * INTERVAL_MS) },
      ["late", "run_stalled"],
    ],
    [
      "with more than one reason",
      {
        finishedRun: finished({ outcome: "failed" }),
        openRun: open(),
        now: after(3 * INTERVAL_MS),
        workers: 0,
      },
      ["failing", "no_workers", "last_run_failed", "run_stalled"],
    ],
  ])("%s", (_, others, expected) => {
    expect(judge(others)).toEqual(expected);
  });

  it.each<[number, number, string[]]>([
    [25, 100, ["healthy"]],
    [26, 100, ["failing", "too_many_rejects"]],
    [1, 1, ["healthy"]],
    [1, 0, ["failing", "too_many_rejects"]],
    [0, 0, ["healthy"]],
  ])("with %i records rejected and %i in gold", (rejected, gold, expected) => {
    expect(judge({ rejects: { open: rejected, gold, limitPercent: 20 } })).toEqual(expected);
  });

  it("is never healthy where every record is rejected, whatever else holds", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.constantFrom(...runOutcomes),
        fc.constantFrom("active", "paused", "missing", "unknown"),
        fc.integer({ min: 0, max: 100 }),
        (more, outcome, schedule, limitPercent) => {
          const rejects = { open: more + 1, gold: 0, limitPercent };
          const { state } = judgePipeline(inputs({ rejects, schedule, finishedRun: finished({ outcome }) }));
          expect(state).toBe("failing");
        },
      ),
    );
  });

  it("tells the error of a failed run, and a remedy with every reason", () => {
    const { reasons } = judgePipeline(
      inputs({ finishedRun: finished({ outcome: "failed", error: "The source answered 401" }), workers: 0 }),
    );
    expect(reasons.at(1)?.detail).toContain("The source answered 401");
    for (const { detail, remedy } of reasons) expect(detail && remedy).not.toBe("");
  });

  it("expects the next run by the newest scheduled one, not by one started by hand", () => {
    const byHand = finished({ startedAt: after(120_000) });
    const expected = (others: Partial<HealthInputs>) =>
      judgePipeline(inputs({ finishedRun: byHand, ...others })).nextRunExpectedAt;
    expect(expected({})).toEqual(after(INTERVAL_MS));
    expect(expected({ lastScheduledStart: null })).toEqual(after(120_000 + INTERVAL_MS));
    expect(expected({ schedule: "paused" })).toBeNull();
  });
});
