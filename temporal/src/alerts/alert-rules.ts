import {
  API_UNREADABLE,
  type AttentionEntry,
  type JobsEntry,
  type PipelineEntry,
} from "./attention-entry.ts";
import type { Limits } from "./hysteresis.ts";

/** Reasons that somebody must do something about. Of others, such as deletions, the pipeline has taken care. */
export const alertingCodes = [
  "no_workers",
  "build_without_workers",
  "schedule_missing",
  "schedule_paused",
  "last_run_failed",
  "last_run_incomplete",
  "last_run_abandoned",
  "run_stalled",
  "run_overdue",
  "too_many_rejects",
  "rejected_records",
  "duplicate_records",
  "count_differs",
  "changed_records",
  "gold_repaired",
  "bronze_damaged",
  "being_checked",
  "not_counted",
  API_UNREADABLE,
] as const satisfies PipelineEntry["code"][];

export type AlertingCode = (typeof alertingCodes)[number];

/** A proof that is not complete continues with the next run: only one that lasts for an hour is a matter for people. */
const PROOF_EVALUATIONS = 60;
const ofProof: ReadonlySet<string> = new Set<AlertingCode>(["being_checked", "not_counted"]);

export const isJobs = (entry: AttentionEntry): entry is JobsEntry => "tipo" in entry;

const isAlertingCode = (code: string): code is AlertingCode => alertingCodes.some((known) => known === code);

/** An entry that can begin an alert. */
export type AlertEntry = JobsEntry | (PipelineEntry & { code: AlertingCode });

/** Everything unusual about jobs, and the reasons above. */
export const beginsAlerts = (entry: AttentionEntry): entry is AlertEntry =>
  isJobs(entry) || isAlertingCode(entry.code);

export const limitsOf = (entry: AttentionEntry, { beginAfter, endAfter }: Limits): Limits => ({
  beginAfter:
    !isJobs(entry) && ofProof.has(entry.code) ? Math.max(PROOF_EVALUATIONS, beginAfter) : beginAfter,
  endAfter,
});
