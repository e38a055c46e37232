import type { InferResponseType } from "hono/client";
import type { Api } from "./api.ts";

export type StatusAnswer = InferResponseType<Api["pipeline"]["status"]["$get"], 200>;

/** The schedule that starts the runs. */
export interface Schedule {
  paused: boolean;
  /** The note of the pause. */
  note: string | null;
  /** ISO 8601; null while paused. */
  next_run_at: string | null;
}

/** `schedule`: null if Temporal does not respond; absent if the API does not know it. */
export type PipelineStatus = StatusAnswer["data"] & { schedule?: Schedule | null };
export type Run = PipelineStatus["last_runs"][number];
export type RunOutcome = Run["outcome"];
export type RunKind = Run["kind"];
export type RunTrigger = Run["trigger"];
export type RunVariant = Run["variant"];
export type Finding = InferResponseType<
  Api["pipeline"]["runs"][":id"]["$get"],
  200
>["data"]["findings"][number];
export type FindingCode = Finding["code"];
export type FindingSeverity = Finding["severity"];
export type RunDetail = InferResponseType<Api["pipeline"]["runs"][":id"]["$get"], 200>["data"];
export type Timeline = InferResponseType<Api["pipeline"]["timeline"]["$get"], 200>["data"];
/** A run as a point of a timeline. */
export type TimelineRun = Timeline["runs"][number];
/** A span in which runs should have started and did not. */
export type MissedRuns = Timeline["missed"][number];
/** How long a change at the source took to reach gold, in three parts. */
export type RunFreshness = TimelineRun["freshness"];
type RunHistoryAnswer = InferResponseType<Api["pipeline"]["history"]["$get"], 200>;
/** The runs of several days, summed by hour or day. */
export type RunHistory = RunHistoryAnswer["data"] & Pick<RunHistoryAnswer["meta"], "days" | "interval">;
/** What several runs did together. */
export type RunSums = RunHistory["total"];
/** The runs of an hour or a day. */
export type RunBucket = RunHistory["buckets"][number];
/** The median and the longest of a time that runs took. */
export type RunMeasure = RunSums["duration"];
export type PaginationMode = RunDetail["slices"][number]["walk"];
export type Proof = InferResponseType<Api["pipeline"]["runs"][":id"]["proof"]["$get"], 200>["data"];
export type ProofVerdict = Proof["verdict"];
export type ProofWindow = Proof["windows"][number];
export type ProofWindowVerdict = ProofWindow["verdict"];
export type Difference = Proof["differences"][number];
export type DifferenceKind = Difference["kind"];
export type HealthState = PipelineStatus["state"];
export type HealthReason = PipelineStatus["reasons"][number]["code"];

/** The state to show: a pause is told even where something worse is wrong, which the reasons say. */
export const shownState = ({ schedule, state }: PipelineStatus): HealthState =>
  schedule?.paused ? "paused" : state;

/** Whether something is to be looked at: a state that is not healthy, or rejects. */
export const needsAttention = (status: PipelineStatus): boolean =>
  shownState(status) !== "healthy" || status.unresolved_rejects > 0;

/** When the next run is expected, in ISO 8601; null if none is. */
export const nextRunAt = ({ schedule, next_run_expected_at }: PipelineStatus): string | null =>
  schedule ? schedule.next_run_at : next_run_expected_at;

/** How the newest run that compared the source with the warehouse found them. */
export interface Check {
  /** Records that the source counts. */
  source: number;
  /** Records in gold or rejected. */
  here: number;
  /** Whether every record of the source is accounted for. */
  isBalanced: boolean;
}

/** Undefined if the newest finished run compared nothing. */
export function checkOf({ last_runs }: Pick<PipelineStatus, "last_runs">): Check | undefined {
  const run = last_runs.find(({ finished_at }) => finished_at !== null);
  if (!run || run.balanced === null || run.source_records === null) return undefined;
  const here = (run.gold_records ?? 0) + (run.rejected_records ?? 0);
  return { source: run.source_records, here, isBalanced: run.balanced };
}

/** The duration of a finished run in seconds; null while it is open. */
export const durationSeconds = ({
  started_at,
  finished_at,
}: Pick<Run, "started_at" | "finished_at">): number | null =>
  finished_at === null ? null : (Date.parse(finished_at) - Date.parse(started_at)) / 1_000;

/**
 * The source's count minus its records: entries that are listed more than once or counted in excess. Negative if the source
 * counts fewer entries than it lists.
 */
export const countSurplusEntries = ({
  source_records,
  gold_records,
  rejected_records,
}: Pick<Run, "source_records" | "gold_records" | "rejected_records">): number =>
  (source_records ?? 0) - (gold_records ?? 0) - (rejected_records ?? 0);
