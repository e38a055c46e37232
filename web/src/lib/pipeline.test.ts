import { describe, expect, it } from "vitest";
import {
  checkOf,
  countSurplusEntries,
  durationSeconds,
  nextRunAt,
  type PipelineStatus,
  shownState,
} from "./pipeline.ts";

const run: PipelineStatus["last_runs"][number] = {
  run_id: "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  run_number: 1,
  variant: "modular",
  kind: "incremental",
  trigger: "schedule",
  workflow_id: "enrichment-pipeline-2026-11-24T12:00:00Z",
  workflow_url: null,
  started_at: "2026-11-24T12:00:00.000Z",
  finished_at: null,
  outcome: "running",
  error: null,
  window_from: null,
  window_to: null,
  last_progress_at: "2026-11-24T12:00:00.000Z",
  wait_until: null,
  wait_reason: null,
  source_honours_updated_since: null,
  source_excludes_updated_since: false,
  source_page_size: null,
  requests: 0,
  rate_limited: 0,
  retries: 0,
  records_read: 0,
  versions_written: 0,
  gold_inserted: 0,
  gold_updated: 0,
  rejected: 0,
  deleted: 0,
  fetching_ms: 0,
  rate_limit_wait_ms: 0,
  transforming_ms: 0,
  source_records: null,
  gold_records: null,
  rejected_records: null,
  balanced: null,
};

const status: PipelineStatus = {
  state: "healthy",
  reasons: [],
  schedule: null,
  watermark: "2026-11-24T11:55:00.000Z",
  freshness_seconds: 300,
  next_run_expected_at: null,
  pending_batches: 0,
  unresolved_rejects: 0,
  last_runs: [run],
};

describe("shownState", () => {
  const schedule = { paused: true, note: "Migration", next_run_at: null };

  it("is the state, and during a pause the pause", () => {
    expect(shownState({ ...status, state: "late" })).toBe("late");
    expect(shownState({ ...status, state: "failing", schedule })).toBe("paused");
    expect(shownState({ ...status, state: "failing", schedule: { ...schedule, paused: false } })).toBe(
      "failing",
    );
  });
});

describe("nextRunAt", () => {
  const expected: PipelineStatus = { ...status, next_run_expected_at: "2026-11-24T12:05:00.000Z" };

  it("is the time that the schedule knows, and none during a pause", () => {
    const next_run_at = "2026-11-24T12:04:00.000Z";
    expect(nextRunAt({ ...expected, schedule: { paused: false, note: null, next_run_at } })).toBe(
      next_run_at,
    );
    expect(
      nextRunAt({ ...expected, schedule: { paused: true, note: "Migration", next_run_at: null } }),
    ).toBeNull();
  });

  it("is the expected time while the schedule is unknown", () => {
    expect(nextRunAt(expected)).toBe("2026-11-24T12:05:00.000Z");
    expect(nextRunAt({ ...expected, schedule: null })).toBe("2026-11-24T12:05:00.000Z");
  });
});

describe("checkOf", () => {
  const finished = { ...run, finished_at: "2026-11-24T12:00:09.000Z" };
  const counts = { source_records: 5_206, gold_records: 5_198, rejected_records: 6 };

  it("is that of the newest finished run", () => {
    const last_runs = [run, { ...finished, ...counts, balanced: true }, finished];
    expect(checkOf({ last_runs })).toEqual({ source: 5_206, here: 5_204, isBalanced: true });
  });

  it("is undefined if that run has compared nothing", () => {
    expect(checkOf({ last_runs: [finished, { ...finished, ...counts, balanced: true }] })).toBeUndefined();
    expect(checkOf({ last_runs: [run] })).toBeUndefined();
  });
});

describe("durationSeconds", () => {
  it("is null while the run is open", () => {
    expect(durationSeconds({ ...run, finished_at: "2026-11-24T12:00:02.500Z" })).toBe(2.5);
    expect(durationSeconds(run)).toBeNull();
  });
});

it.each([
  [5_206, 2],
  [5_204, 0],
  [5_000, -204],
])("counts the surplus entries of a source that counts %i", (source_records, beyond) => {
  const counts = { source_records, gold_records: 5_198, rejected_records: 6 };
  expect(countSurplusEntries(counts)).toBe(beyond);
});
