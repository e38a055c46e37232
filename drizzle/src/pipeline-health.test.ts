import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runOutcomes } from "../schema/run-vocabulary.ts";
import { computeHealth, type FinishedRun, type HealthInputs, type OpenRun } from "./pipeline-health.ts";
import type { Build, TemporalState } from "./temporal-state.ts";

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

/** One worker, without a build id. */
const oneWorker = { workers: 1, polledBuilds: [null], currentBuild: null, rampingBuild: undefined };
const active: TemporalState = {
  ...oneWorker,
  schedule: { paused: false, note: null, nextRunAt: after(INTERVAL_MS), activeSince: after(-INTERVAL_MS) },
};
const paused: TemporalState = {
  ...oneWorker,
  schedule: { paused: true, note: "Maintenance", nextRunAt: null, activeSince: after(-INTERVAL_MS) },
};
/** After a pause that was longer than two intervals. */
const resumed: TemporalState = {
  ...oneWorker,
  schedule: {
    paused: false,
    note: "Done",
    nextRunAt: after(11 * INTERVAL_MS),
    activeSince: after(10.4 * INTERVAL_MS),
  },
};
const missing: TemporalState = { ...oneWorker, schedule: null };
const withoutWorkers: TemporalState = { ...active, workers: 0, polledBuilds: [] };

const inputs = (others: Partial<HealthInputs> = {}): HealthInputs => ({
  now: after(1_000),
  intervalMs: INTERVAL_MS,
  temporal: active,
  lastScheduledStart: started,
  finishedRun: finished(),
  openRun: null,
  rejects: { open: 1, gold: 99, limitPercent: 20 },
  ...others,
});

const summarize = (others: Partial<HealthInputs> = {}) => {
  const { state, reasons } = computeHealth(inputs(others));
  return [state, ...reasons.map(({ code }) => code)];
};

const finding = {
  code: "duplicate_records",
  detail: "2 ids are listed twice.",
  remedy: "Tell the source's owners.",
} as const;

describe("the health of the pipeline", () => {
  it.each<[string, Partial<HealthInputs>, string[]]>([
    ["after a good run", {}, ["healthy"]],
    ["without an answer of Temporal", { temporal: null }, ["healthy"]],
    ["after a canceled run", { finishedRun: finished({ outcome: "canceled" }) }, ["healthy"]],
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
      "after an abandoned run",
      { finishedRun: finished({ outcome: "abandoned" }) },
      ["failing", "last_run_abandoned"],
    ],
    ["before the first run", { finishedRun: null, lastScheduledStart: null }, ["waiting", "no_run_yet"]],
    ["during the first run", { finishedRun: null, openRun: open() }, ["waiting", "no_run_yet"]],
    ["without a worker", { temporal: withoutWorkers }, ["failing", "no_workers"]],
    [
      "with a worker whose build is not current",
      { temporal: { ...active, polledBuilds: ["42"] } },
      ["failing", "build_without_workers"],
    ],
    [
      "with workers of the current build and of another one",
      { temporal: { ...active, polledBuilds: [null, "41", "42"], currentBuild: "42" } },
      ["healthy"],
    ],
    ["without a schedule", { temporal: missing }, ["failing", "schedule_missing"]],
    [
      "while the schedule is paused",
      { temporal: paused, now: after(10 * INTERVAL_MS) },
      ["paused", "schedule_paused"],
    ],
    ["after a resume", { temporal: resumed, now: after(10.5 * INTERVAL_MS) }, ["healthy"]],
    [
      "one interval after the first run due after a resume",
      { temporal: resumed, now: after(12 * INTERVAL_MS) },
      ["healthy"],
    ],
    [
      "when the first run due after a resume did not start",
      { temporal: resumed, now: after(12 * INTERVAL_MS + 1) },
      ["late", "run_overdue"],
    ],
    [
      "when a run is overdue that came after a resume",
      {
        temporal: resumed,
        lastScheduledStart: after(11 * INTERVAL_MS),
        now: after(13 * INTERVAL_MS + 1),
      },
      ["late", "run_overdue"],
    ],
    ["one interval after the expected run", { now: after(2 * INTERVAL_MS) }, ["healthy"]],
    [
      "more than one interval after the expected run",
      { now: after(2 * INTERVAL_MS + 1) },
      ["late", "run_overdue"],
    ],
    ["during a long run that makes progress", { openRun: open(), now: after(2 * INTERVAL_MS) }, ["healthy"]],
    [
      "during a run without progress for two intervals",
      { openRun: open(), now: after(2 * INTERVAL_MS + 1) },
      ["late", "run_stalled"],
    ],
    [
      "while a run waits",
      { openRun: open({ waitUntil: after(4 * INTERVAL_MS) }), now: after(3 * INTERVAL_MS) },
      ["healthy", "run_waiting"],
    ],
    [
      "after the wait of a run without progress",
      { openRun: open({ waitUntil: after(INTERVAL_MS) }), now: after(3 * INTERVAL_MS) },
      ["late", "run_stalled"],
    ],
    [
      "with several reasons, worst first",
      {
        finishedRun: finished({ outcome: "failed" }),
        openRun: open(),
        now: after(3 * INTERVAL_MS),
        temporal: withoutWorkers,
      },
      ["failing", "no_workers", "last_run_failed", "run_stalled"],
    ],
  ])("%s", (_, others, expected) => {
    expect(summarize(others)).toEqual(expected);
  });

  it.each<[number, number, string[]]>([
    [25, 100, ["healthy"]],
    [26, 100, ["failing", "too_many_rejects"]],
    [1, 1, ["healthy"]],
    [1, 0, ["failing", "too_many_rejects"]],
    [0, 0, ["healthy"]],
  ])("with %i records rejected and %i in gold", (rejected, gold, expected) => {
    expect(summarize({ rejects: { open: rejected, gold, limitPercent: 20 } })).toEqual(expected);
  });

  it("is failing when every record is rejected, whatever the other inputs", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1_000_000 }),
        fc.constantFrom(...runOutcomes),
        fc.constantFrom(active, paused, missing, null),
        fc.integer({ min: 0, max: 100 }),
        (more, outcome, temporal, limitPercent) => {
          const rejects = { open: more + 1, gold: 0, limitPercent };
          const { state } = computeHealth(inputs({ rejects, temporal, finishedRun: finished({ outcome }) }));
          expect(state).toBe("failing");
        },
      ),
    );
  });

  it("gives the error of a failed run, and a remedy for every reason", () => {
    const { reasons } = computeHealth(
      inputs({
        finishedRun: finished({ outcome: "failed", error: "The source answered 401" }),
        temporal: withoutWorkers,
      }),
    );
    expect(reasons.at(1)?.detail).toContain("The source answered 401");
    for (const { detail, remedy } of reasons) expect(detail && remedy).not.toBe("");
  });

  it("says how to give runs to a build that polls", () => {
    const builds = (polledBuilds: Build[], currentBuild: Build, rampingBuild?: Build) => {
      const temporal = { ...active, polledBuilds, currentBuild, rampingBuild };
      const [reason] = computeHealth(inputs({ temporal })).reasons;
      return [reason?.detail, reason?.remedy];
    };
    const command = (text: string) => `Start a worker of it, or ${text}.`;
    expect(builds(["42"], null)).toEqual([
      "Runs that start on build (none) wait: no worker of it polls. Builds that poll: 42.",
      command(
        "make one that polls current: temporal worker deployment set-current-version --deployment-name enrichment-pipeline --build-id 42",
      ),
    ]);
    expect(builds([null], "42")).toEqual([
      "Runs that start on build 42 wait: no worker of it polls. Builds that poll: (none).",
      command(
        "make one that polls current: temporal worker deployment set-current-version --deployment-name enrichment-pipeline --unversioned",
      ),
    ]);
    expect(builds([null, "41"], "41", "42")).toEqual([
      "Runs that start on build 42 wait: no worker of it polls. Builds that poll: (none), 41.",
      command(
        "end its ramp: temporal worker deployment set-ramping-version --deployment-name enrichment-pipeline --build-id 42 --delete",
      ),
    ]);
  });

  it("gives the note of a pause", () => {
    const detail = (temporal: TemporalState) => computeHealth(inputs({ temporal })).reasons.at(0)?.detail;
    expect(detail(paused)).toBe("The schedule is paused: Maintenance");
    const withoutNote = { paused: true, note: null, nextRunAt: null, activeSince: started };
    expect(detail({ ...oneWorker, schedule: withoutNote })).toBe("The schedule is paused: no note was left");
  });

  it("gives times with their zone", () => {
    const details = (others: Partial<HealthInputs>) =>
      computeHealth(inputs(others)).reasons.map(({ detail }) => detail);
    const now = after(4 * INTERVAL_MS);
    expect(details({ now })).toEqual(["A run was expected at 2026-11-23 14:05:00 UTC-3."]);
    expect(details({ now, openRun: open() })).toEqual([
      "Run 8 has made no progress since 2026-11-23 14:00:00 UTC-3.",
    ]);
    expect(
      details({ now, openRun: open({ waitUntil: after(5 * INTERVAL_MS), waitReason: "rate limited" }) }),
    ).toEqual(["Run 8 waits until 2026-11-23 14:25:00 UTC-3: rate limited"]);
  });

  it("expects the next run one interval after the newest scheduled run", () => {
    const byHand = finished({ startedAt: after(120_000) });
    const expected = (others: Partial<HealthInputs>) =>
      computeHealth(inputs({ finishedRun: byHand, ...others })).nextRunExpectedAt;
    expect(expected({})).toEqual(after(INTERVAL_MS));
    expect(expected({ lastScheduledStart: null })).toEqual(after(120_000 + INTERVAL_MS));
    expect(expected({ temporal: paused })).toBeNull();
    expect(expected({ temporal: missing })).toBeNull();
    expect(expected({ temporal: null })).toEqual(after(INTERVAL_MS));
  });

  it("expects the next run, after a resume, at the first multiple of the interval", () => {
    const expected = (activeSince: Date, lastScheduledStart = started) =>
      computeHealth(
        inputs({
          temporal: { ...oneWorker, schedule: { paused: false, note: null, nextRunAt: null, activeSince } },
          lastScheduledStart,
        }),
      ).nextRunExpectedAt;
    expect(expected(after(10.4 * INTERVAL_MS))).toEqual(after(11 * INTERVAL_MS));
    expect(expected(after(10 * INTERVAL_MS))).toEqual(after(11 * INTERVAL_MS));
    // Within the interval of the newest run nothing changes.
    expect(expected(after(60_000), after(5_000))).toEqual(after(INTERVAL_MS + 5_000));
    expect(expected(after(10.4 * INTERVAL_MS), after(11 * INTERVAL_MS))).toEqual(after(12 * INTERVAL_MS));
  });
});
