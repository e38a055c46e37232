import { pipelineCommand } from "@enrichment-monitor/environment/pipeline-command";
import type { findingCodes, runOutcomes } from "../schema/run-vocabulary.ts";
import { formatTime } from "./format-time.ts";
import { DEPLOYMENT_NAME } from "./pipeline-identifiers.ts";
import type { Build, TemporalState } from "./temporal-state.ts";

type FindingCode = (typeof findingCodes)[number];

export const healthStates = ["waiting", "healthy", "late", "paused", "failing"] as const;
export type HealthState = (typeof healthStates)[number];

/** The state that a reason causes by itself; a notice does not change the state. */
export const healthSeverities = ["failing", "paused", "late", "waiting", "notice"] as const;
export type HealthSeverity = (typeof healthSeverities)[number];

export const healthCodes = [
  "no_workers",
  "build_without_workers",
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
  /** Of a problem, or of a finding of the newest finished run. */
  code: (typeof healthCodes)[number] | FindingCode;
  severity: HealthSeverity;
  /** The reason as a sentence. */
  detail: string;
  /** What to do about it. */
  remedy: string;
}

export interface PipelineHealth {
  state: HealthState;
  /** Worst first; empty if there is nothing to report. */
  reasons: HealthReason[];
  /** Null if none is expected. */
  nextRunExpectedAt: Date | null;
}

/** The facts that determine the health; the command line and the API read them in different ways. */
export interface HealthInputs {
  now: Date;
  /** Interval of the schedule in milliseconds. */
  intervalMs: number;
  /** Null: Temporal does not respond. */
  temporal: TemporalState | null;
  /** Start of the newest run that the schedule started. */
  lastScheduledStart: Date | null;
  /** The newest finished run. */
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
  /** When it last received a usable response or committed. */
  lastProgressAt: Date;
  /** It sends no request before this time. */
  waitUntil: Date | null;
  waitReason: string | null;
}

export interface RejectCounts {
  /** Records with an unresolved reject. */
  open: number;
  /** Records in gold. */
  gold: number;
  /** MAX_REJECTED_PERCENT: largest acceptable share of open rejects, from 0 to 100. */
  limitPercent: number;
}

/** With fewer records the share is computed as if there were this many, so that a few rejects raise no alarm. */
const SMALLEST_SAMPLE = 100;

/** The state of the pipeline, and the reasons. */
export function computeHealth(inputs: HealthInputs): PipelineHealth {
  const nextRunExpectedAt = nextRunTime(inputs);
  const unsorted = [
    workersReason(inputs),
    buildReason(inputs),
    scheduleReason(inputs),
    outcomeReason(inputs.finishedRun),
    rejectsReason(inputs.rejects),
    inputs.openRun ? openRunReason(inputs.openRun, inputs) : overdueReason(inputs, nextRunExpectedAt),
    firstRunReason(inputs),
    ...findingReasons(inputs.finishedRun),
  ].filter((reason) => reason !== undefined);
  const reasons = unsorted.toSorted(
    (a, b) => healthSeverities.indexOf(a.severity) - healthSeverities.indexOf(b.severity),
  );
  const worst = reasons[0]?.severity ?? "notice";
  return { state: worst === "notice" ? "healthy" : worst, reasons, nextRunExpectedAt };
}

function nextRunTime({ temporal, lastScheduledStart, finishedRun, openRun, intervalMs }: HealthInputs) {
  const start = lastScheduledStart ?? openRun?.startedAt ?? finishedRun?.startedAt;
  const isStopped = temporal && (!temporal.schedule || temporal.schedule.paused);
  if (!start || isStopped) return null;
  const afterStart = start.getTime() + intervalMs;
  const activeSince = temporal?.schedule?.activeSince;
  return new Date(activeSince ? Math.max(afterStart, firstDueAfter(activeSince, intervalMs)) : afterStart);
}

/** Temporal starts runs at the multiples of the interval since 1970. */
const firstDueAfter = (time: Date, intervalMs: number): number =>
  (Math.floor(time.getTime() / intervalMs) + 1) * intervalMs;

function workersReason({ temporal }: HealthInputs): HealthReason | undefined {
  if (temporal?.workers !== 0) return undefined;
  return {
    code: "no_workers",
    severity: "failing",
    detail: "No worker polls the task queue.",
    remedy: "Start a worker; the log of the last one says why it ended.",
  };
}

/** Runs wait if no worker polls of a build that they start on: it was not started, or the one that was is not current. */
function buildReason({ temporal }: HealthInputs): HealthReason | undefined {
  if (!temporal || temporal.workers === 0) return undefined;
  const { polledBuilds, currentBuild, rampingBuild } = temporal;
  const unpolled = [currentBuild, rampingBuild].find(
    (build) => build !== undefined && !polledBuilds.includes(build),
  );
  if (unpolled === undefined) return undefined;
  const polled = polledBuilds.find((build) => build !== null) ?? null;
  const alternative =
    unpolled === currentBuild
      ? `make one that polls current: temporal worker deployment set-current-version ${optionsOf(polled)}`
      : `end its ramp: temporal worker deployment set-ramping-version ${optionsOf(unpolled)} --delete`;
  return {
    code: "build_without_workers",
    severity: "failing",
    detail: `Runs that start on build ${nameOf(unpolled)} wait: no worker of it polls. Builds that poll: ${polledBuilds.map(nameOf).join(", ")}.`,
    remedy: `Start a worker of it, or ${alternative}.`,
  };
}

const nameOf = (build: Build): string => build ?? "(none)";

/** Options of the Temporal CLI. */
const optionsOf = (build: Build): string =>
  `--deployment-name ${DEPLOYMENT_NAME} ${build === null ? "--unversioned" : `--build-id ${build}`}`;

function scheduleReason({ temporal }: HealthInputs): HealthReason | undefined {
  if (!temporal) return undefined;
  const { schedule } = temporal;
  if (!schedule)
    return {
      code: "schedule_missing",
      severity: "failing",
      detail: "The schedule does not exist.",
      remedy: `Create it: ${pipelineCommand()} schedule apply.`,
    };
  if (schedule.paused)
    return {
      code: "schedule_paused",
      severity: "paused",
      detail: `The schedule is paused: ${schedule.note ?? "no note was left"}`,
      remedy: `Resume it: ${pipelineCommand()} resume.`,
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
        remedy: "Fix the error (docs/operations.md); the next run continues from the watermark.",
      };
    case "incomplete":
      return {
        code: "last_run_incomplete",
        severity: "failing",
        detail: `Run ${run.runNumber} is incomplete: ${error}`,
        remedy: "See the findings of the run; the next run reads the missing part again.",
      };
    case "abandoned":
      return {
        code: "last_run_abandoned",
        severity: "failing",
        detail: `Run ${run.runNumber} was terminated before its end.`,
        remedy: "Find out in Temporal who terminated it; the next run continues from the watermark.",
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
    detail: `${open} of ${open + gold} records are rejected; the limit is ${limitPercent} %.`,
    remedy:
      "See which rules they break (/pipeline/rejects, ops.rejected_records), then fix the source or raise MAX_REJECTED_PERCENT.",
  };
}

function openRunReason(run: OpenRun, { now, intervalMs }: HealthInputs): HealthReason | undefined {
  if (run.waitUntil && run.waitUntil > now)
    return {
      code: "run_waiting",
      severity: "notice",
      detail: `Run ${run.runNumber} waits until ${formatTime(run.waitUntil)}: ${run.waitReason ?? "no reason was recorded"}`,
      remedy: "None needed: the run continues by itself.",
    };
  if (now.getTime() - run.lastProgressAt.getTime() <= 2 * intervalMs) return undefined;
  return {
    code: "run_stalled",
    severity: "late",
    detail: `Run ${run.runNumber} has made no progress since ${formatTime(run.lastProgressAt)}.`,
    remedy: "Check its workflow in the Temporal Web UI, the workers and the source.",
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
    detail: `A run was expected at ${formatTime(nextRunExpectedAt)}.`,
    remedy: "Check the schedule, the workers and the Temporal server.",
  };
}

function firstRunReason({ finishedRun, openRun }: HealthInputs): HealthReason | undefined {
  if (finishedRun) return undefined;
  return openRun
    ? {
        code: "no_run_yet",
        severity: "waiting",
        detail: `Run ${openRun.runNumber}, the first one, has not finished yet.`,
        remedy: "Wait until it ends.",
      }
    : {
        code: "no_run_yet",
        severity: "waiting",
        detail: "No run has started yet.",
        remedy: `Start a run: ${pipelineCommand()} run.`,
      };
}

const findingReasons = (run: FinishedRun | null): HealthReason[] =>
  (run?.findings ?? []).map(({ code, detail, remedy }) => ({ code, severity: "notice", detail, remedy }));
