import type { PipelineFacts } from "./queries/pipeline-status.ts";

export const pipelineStates = ["waiting", "healthy", "late", "failing"] as const;
export type PipelineState = (typeof pipelineStates)[number];

export const healthReasons = [
  "no_run_yet",
  "last_run_failed",
  "last_run_unbalanced",
  "last_run_abandoned",
  "run_overdue",
  "run_stalled",
] as const;

export interface PipelineHealth {
  state: PipelineState;
  reasons: { code: (typeof healthReasons)[number]; detail: string }[];
  nextRunExpectedAt: Date | null;
}

/**
 * Judges the pipeline. Failing: the newest finished run did not succeed. Late: a run is one whole interval overdue, or
 * the open run has done nothing for that long. Waiting: there has been no run. A canceled run was somebody's wish.
 */
export function judgePipeline(facts: PipelineFacts, now: Date, intervalMs: number): PipelineHealth {
  const [newest] = facts.lastRuns;
  if (!newest)
    return {
      state: "waiting",
      reasons: [{ code: "no_run_yet", detail: "No run has been started yet." }],
      nextRunExpectedAt: null,
    };
  const nextRunExpectedAt = new Date((facts.lastScheduledStart ?? newest.started_at).getTime() + intervalMs);
  const failures = failureOf(facts);
  const delays = delayOf(facts, now, intervalMs, nextRunExpectedAt);
  return {
    state: failures.length > 0 ? "failing" : delays.length > 0 ? "late" : "healthy",
    reasons: [...failures, ...delays],
    nextRunExpectedAt,
  };
}

type Reasons = PipelineHealth["reasons"];

function failureOf({ lastFinishedRun: run }: PipelineFacts): Reasons {
  const why = run?.error ?? "no error was recorded";
  switch (run?.outcome) {
    case "failed":
      return [{ code: "last_run_failed", detail: `Run ${run.run_number} failed: ${why}.` }];
    case "abandoned":
      return [{ code: "last_run_abandoned", detail: `Run ${run.run_number} was killed before its end.` }];
    case "unbalanced":
      return [
        {
          code: "last_run_unbalanced",
          detail: `Run ${run.run_number} does not balance: the source has ${run.source_records} records, gold ${run.gold_records} and ${run.rejected_records} are rejected.`,
        },
      ];
    default:
      return [];
  }
}

function delayOf(facts: PipelineFacts, now: Date, intervalMs: number, nextRunExpectedAt: Date): Reasons {
  if (facts.lastProgress) {
    return now.getTime() - facts.lastProgress.getTime() > intervalMs
      ? [
          {
            code: "run_stalled",
            detail: `The open run has done nothing since ${facts.lastProgress.toISOString()}: look at its workers.`,
          },
        ]
      : [];
  }
  return now.getTime() - nextRunExpectedAt.getTime() > intervalMs
    ? [
        {
          code: "run_overdue",
          detail: `A run was expected at ${nextRunExpectedAt.toISOString()}: look at the schedule and the Temporal server.`,
        },
      ]
    : [];
}
