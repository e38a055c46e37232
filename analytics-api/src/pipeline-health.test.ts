import { describe, expect, it } from "vitest";
import { judgePipeline } from "./pipeline-health.ts";
import type { PipelineFacts } from "./queries/pipeline-status.ts";
import type { LedgerRow } from "./schemas/run.ts";

const INTERVAL_MS = 300_000;
const started = new Date("2026-11-23T17:00:00Z");

const run = (row: Partial<LedgerRow> = {}): LedgerRow => ({
  run_id: "0b0f9d0e-6c5c-4a0f-9a5d-3c6a4c1c2d11",
  run_number: 7,
  variant: "modular",
  kind: "incremental",
  trigger: "schedule",
  workflow_id: "enrichment-pipeline-2026-11-23T17:00:00Z",
  started_at: started,
  finished_at: new Date("2026-11-23T17:00:04Z"),
  outcome: "succeeded",
  error: null,
  window_from: null,
  window_to: null,
  source_honours_updated_since: true,
  requests: 1,
  rate_limited: 0,
  retries: 0,
  records_read: 1,
  versions_written: 0,
  gold_inserted: 0,
  gold_updated: 0,
  rejected: 0,
  deleted: 0,
  fetching_ms: 1,
  rate_limit_wait_ms: 0,
  transforming_ms: 1,
  source_records: 10,
  gold_records: 9,
  rejected_records: 0,
  balanced: true,
  ...row,
});

const facts = (newest: LedgerRow, others: Partial<PipelineFacts> = {}): PipelineFacts => ({
  lastRuns: [newest],
  lastFinishedRun: newest,
  lastScheduledStart: newest.started_at,
  lastProgress: null,
  pendingBatches: 0,
  unresolvedRejects: 0,
  ...others,
});

const after = (ms: number): Date => new Date(started.getTime() + ms);

describe("judgePipeline", () => {
  it("waits before the first run", () => {
    const none = { ...facts(run()), lastRuns: [], lastFinishedRun: undefined, lastScheduledStart: null };
    expect(judgePipeline(none, after(0), INTERVAL_MS)).toMatchObject({
      state: "waiting",
      reasons: [{ code: "no_run_yet" }],
      nextRunExpectedAt: null,
    });
  });

  it("is healthy until a run is one interval overdue, then late", () => {
    expect(judgePipeline(facts(run()), after(2 * INTERVAL_MS), INTERVAL_MS)).toEqual({
      state: "healthy",
      reasons: [],
      nextRunExpectedAt: after(INTERVAL_MS),
    });
    expect(judgePipeline(facts(run()), after(2 * INTERVAL_MS + 1), INTERVAL_MS)).toMatchObject({
      state: "late",
      reasons: [{ code: "run_overdue" }],
    });
  });

  it("expects the next run by the newest scheduled one, not by one started by hand", () => {
    const byHand = facts(run({ trigger: "cli", started_at: after(120_000) }), {
      lastScheduledStart: started,
    });
    expect(judgePipeline(byHand, after(130_000), INTERVAL_MS).nextRunExpectedAt).toEqual(after(INTERVAL_MS));
  });

  it("lets a run take long while it gets on, and calls one that does not stalled", () => {
    const open = run({ outcome: "running", finished_at: null });
    const working = facts(open, { lastFinishedRun: undefined, lastProgress: after(20 * INTERVAL_MS) });
    expect(judgePipeline(working, after(21 * INTERVAL_MS), INTERVAL_MS).state).toBe("healthy");
    expect(judgePipeline(working, after(21 * INTERVAL_MS + 1), INTERVAL_MS)).toMatchObject({
      state: "late",
      reasons: [{ code: "run_stalled" }],
    });
  });

  it.each([
    ["failed", "last_run_failed"],
    ["unbalanced", "last_run_unbalanced"],
    ["abandoned", "last_run_abandoned"],
  ] as const)("fails after a run that was %s, and says why", (outcome, code) => {
    const verdict = judgePipeline(facts(run({ outcome, error: "no answer" })), after(1_000), INTERVAL_MS);
    expect(verdict).toMatchObject({ state: "failing", reasons: [{ code }] });
  });

  it("tells the error of a failed run", () => {
    const failed = facts(run({ outcome: "failed", error: "The source answered 401" }));
    expect(judgePipeline(failed, after(0), INTERVAL_MS).reasons[0]?.detail).toContain(
      "The source answered 401",
    );
  });

  it("takes a canceled run for nothing wrong", () => {
    expect(judgePipeline(facts(run({ outcome: "canceled" })), after(0), INTERVAL_MS).state).toBe("healthy");
  });

  it("names failure and delay when there are both", () => {
    const verdict = judgePipeline(facts(run({ outcome: "failed" })), after(3 * INTERVAL_MS), INTERVAL_MS);
    expect(verdict.state).toBe("failing");
    expect(verdict.reasons.map(({ code }) => code)).toEqual(["last_run_failed", "run_overdue"]);
  });
});
