import type { InferResponseType } from "hono/client";
import type { Api } from "./api.ts";

type StatusAnswer = InferResponseType<Api["pipeline"]["status"]["$get"], 200>;

export type PipelineStatus = StatusAnswer["data"];
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
export type Proof = InferResponseType<Api["pipeline"]["runs"][":id"]["proof"]["$get"], 200>["data"];
export type ProofVerdict = Proof["verdict"];
export type ProofWindow = Proof["windows"][number];
export type ProofWindowVerdict = ProofWindow["verdict"];
export type Difference = Proof["differences"][number];
export type DifferenceKind = Difference["kind"];
export type HealthState = PipelineStatus["state"];
export type HealthReason = PipelineStatus["reasons"][number]["code"];

/** The key of the pipeline status for `depends` and `invalidate`. */
export const pipelineKey = "pipeline:status";

/** Changes when a run starts or ends, or the watermark moves. */
export function pipelineVersion(status: PipelineStatus | undefined): string {
  const lastRun = status?.last_runs.at(0);
  return [status?.watermark, lastRun?.run_id, lastRun?.outcome].join("/");
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
