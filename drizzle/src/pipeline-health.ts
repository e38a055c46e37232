import type { findingCodes, runOutcomes } from "../schema/run-vocabulary.ts";

type FindingCode = (typeof findingCodes)[number];

export const healthStates = ["waiting", "healthy", "late", "paused", "failing"] as const;
export type HealthState = (typeof healthStates)[number];

/** The state that a reason alone would cause; a notice causes none. */
export const healthSeverities = ["failing", "paused", "late", "waiting", "notice"] as const;
export type HealthSeverity = (typeof healthSeverities)[number];

export const healthCodes = [
  "no_workers",
  "schedule_missing",
  "last_run_failed",
  "last_run_incomplete",
  "last_run_abandoned",
  "too_many_rejects",
  "schedule_paused",
  "run_stalled",
  "run_overdue",
  "no_run_yet",
  "run_waiting",
] as const;

export interface HealthReason {
  /** Of what is wrong, or of a finding of the newest finished run. */
  code: (typeof healthCodes)[number] | FindingCode;
  severity: HealthSeverity;
  /** A sentence for people. */
  detail: string;
  /** What to do about it. */
  remedy: string;
}

export interface PipelineHealth {
  state: HealthState;
  /** The worst first; empty when there is nothing to tell. */
  reasons: HealthReason[];
  /** Null when none is expected. */
  nextRunExpectedAt: Date | null;
}

/** What the health is told from: the same wherever it is told. */
export interface HealthInputs {
  now: Date;
  /** Between two scheduled runs, in milliseconds. */
  intervalMs: number;
  schedule: "active" | "paused" | "missing" | "unknown";
  /** That poll the task queue. */
  workers: number | "unknown";
  /** When the newest run that the schedule started began. */
  lastScheduledStart: Date | null;
  /** The newest that has ended. */
  finishedRun: FinishedRun | null;
  openRun: OpenRun | null;
  rejects: RejectCounts;
}

export interface FinishedRun {
  runNumber: number;
  startedAt: Date;
  outcome: (typeof runOutcomes)[number];
  error: string | null;
  findings: readonly { code: FindingCode; detail: string; remedy: string }[];
}

export interface OpenRun {
  runNumber: number;
  startedAt: Date;
  /** Of its last usable answer from the source, or its last commit. */
  lastProgressAt: Date;
  /** Until when it waits on purpose. */
  waitUntil: Date | null;
  waitReason: string | null;
}

export interface RejectCounts {
  /** Records with a rejected version that no good one has resolved. */
  open: number;
  /** Records in gold. */
  gold: number;
  /** The share of open rejects that is too large, as MAX_REJECTED_PERCENT says; from 0 to 100. */
  limitPercent: number;
}

/** Of fewer records a share tells nothing: as many are taken to be there. */
const SMALLEST_SAMPLE = 100;

/** How healthy the pipeline is, and why. */
export function judgePipeline(inputs: HealthInputs): PipelineHealth {
  const nextRunExpectedAt = expectedAt(inputs);
  const found = [
    workersReason(inputs),
    scheduleReason(inputs),
    outcomeReason(inputs.finishedRun),
    rejectsReason(inputs.rejects),
    inputs.openRun ? openRunReason(inputs.openRun, inputs) : overdueReason(inputs, nextRunExpectedAt),
    firstRunReason(inputs),
    ...findingReasons(inputs.finishedRun),
  ].filter((reason) => reason !== undefined);
  const reasons = found.toSorted(
    (a, b) => healthSeverities.indexOf(a.severity) - healthSeverities.indexOf(b.severity),
  );
  const worst = reasons[0]?.severity ?? "notice";
  return { state: worst === "notice" ? "healthy" : worst, reasons, nextRunExpectedAt };
}

function expectedAt({ schedule, lastScheduledStart, finishedRun, openRun, intervalMs }: HealthInputs) {
  const start = lastScheduledStart ?? openRun?.startedAt ?? finishedRun?.startedAt;
  if (!start || schedule === "paused" || schedule === "missing") return null;
  return new Date(start.getTime() + intervalMs);
}

function workersReason({ workers }: HealthInputs): HealthReason | undefined {
  if (workers !== 0) return undefined;
  return {
    code: "no_workers",
    severity: "failing",
    detail: "No worker polls the task queue.",
    remedy: "Start one: pnpm start, or the worker's service.",
  };
}

function scheduleReason({ schedule }: HealthInputs): HealthReason | undefined {
  if (schedule === "missing")
    return {
      code: "schedule_missing",
      severity: "failing",
      detail: "There is no schedule.",
      remedy: "Create it: pnpm run pipeline schedule apply.",
    };
  if (schedule === "paused")
    return {
      code: "schedule_paused",
      severity: "paused",
      detail: "The schedule is paused; its note in the Temporal Web UI says why.",
      remedy: "Resume it when the reason is gone: pnpm run pipeline resume.",
    };
  return undefined;
}

function outcomeReason(run: FinishedRun | null): HealthReason | undefined {
  const error = run?.error ?? "no error was recorded";
  switch (run?.outcome) {
    case "failed":
      return {
        code: "last_run_failed",
        severity: "failing",
        detail: `Run ${run.runNumber} failed: ${error}`,
        remedy: "Do what the error asks for (docs/operations.md): the next run goes on from the watermark.",
      };
    case "incomplete":
      return {
        code: "last_run_incomplete",
        severity: "failing",
        detail: `Run ${run.runNumber} is incomplete: ${error}`,
        remedy: "See the findings of the run: the next run reads again what is missing.",
      };
    case "abandoned":
      return {
        code: "last_run_abandoned",
        severity: "failing",
        detail: `Run ${run.runNumber} was killed before its end.`,
        remedy: "Find out in Temporal who terminated it: the next run goes on from the watermark.",
      };
    default:
      return undefined;
  }
}

function rejectsReason({ open, gold, limitPercent }: RejectCounts): HealthReason | undefined {
  const percent = (100 * open) / Math.max(open + gold, SMALLEST_SAMPLE);
  const isEveryRecord = gold === 0 && open > 0;
  if (percent <= limitPercent && !isEveryRecord) return undefined;
  return {
    code: "too_many_rejects",
    severity: "failing",
    detail: `${open} of ${open + gold} records are rejected, and at most ${limitPercent} % may be.`,
    remedy:
      "See which rules they break (/pipeline/rejects, ops.rejected_records), then mend the source or raise MAX_REJECTED_PERCENT.",
  };
}

function openRunReason(run: OpenRun, { now, intervalMs }: HealthInputs): HealthReason | undefined {
  if (run.waitUntil && run.waitUntil > now)
    return {
      code: "run_waiting",
      severity: "notice",
      detail: `Run ${run.runNumber} waits until ${run.waitUntil.toISOString()}: ${run.waitReason ?? "no reason was recorded"}`,
      remedy: "Nothing: it goes on by itself.",
    };
  if (now.getTime() - run.lastProgressAt.getTime() <= 2 * intervalMs) return undefined;
  return {
    code: "run_stalled",
    severity: "late",
    detail: `Run ${run.runNumber} has made no progress since ${run.lastProgressAt.toISOString()}.`,
    remedy: "Look at its workflow in the Temporal Web UI, at the workers and at the source.",
  };
}

function overdueReason(
  { now, intervalMs }: HealthInputs,
  nextRunExpectedAt: Date | null,
): HealthReason | undefined {
  if (!nextRunExpectedAt || now.getTime() - nextRunExpectedAt.getTime() <= intervalMs) return undefined;
  return {
    code: "run_overdue",
    severity: "late",
    detail: `A run was expected at ${nextRunExpectedAt.toISOString()}.`,
    remedy: "Look at the schedule, the workers and the Temporal server.",
  };
}

function firstRunReason({ finishedRun, openRun }: HealthInputs): HealthReason | undefined {
  if (finishedRun) return undefined;
  return openRun
    ? {
        code: "no_run_yet",
        severity: "waiting",
        detail: `Run ${openRun.runNumber}, the first, has not finished yet.`,
        remedy: "Wait for its end.",
      }
    : {
        code: "no_run_yet",
        severity: "waiting",
        detail: "No run has been started yet.",
        remedy: "Start one: pnpm run pipeline run.",
      };
}

const findingReasons = (run: FinishedRun | null): HealthReason[] =>
  (run?.findings ?? []).map(({ code, detail, remedy }) => ({ code, severity: "notice", detail, remedy }));
