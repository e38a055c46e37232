import { m } from "#lib/paraglide/messages.js";
import type { FindingCode, HealthReason } from "#lib/pipeline.ts";

/** What to do about a reason. Findings say it themselves, on the page of their run. */
export const remedyLabels: Record<Exclude<HealthReason, FindingCode>, () => string> = {
  no_run_yet: m.remedy_no_run_yet,
  last_run_failed: m.remedy_last_run_failed,
  last_run_incomplete: m.remedy_last_run_incomplete,
  last_run_abandoned: m.remedy_last_run_abandoned,
  run_overdue: m.remedy_run_overdue,
  run_stalled: m.remedy_run_stalled,
  run_waiting: m.remedy_run_waiting,
  too_many_rejects: m.remedy_too_many_rejects,
  schedule_paused: m.remedy_schedule_paused,
  schedule_missing: m.remedy_schedule_missing,
  no_workers: m.remedy_no_workers,
  build_without_workers: m.remedy_build_without_workers,
};
