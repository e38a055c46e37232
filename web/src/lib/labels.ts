import type { DownPart } from "./api.ts";
import { type FilterProblem, MAX_CHOSEN, type Period } from "./filters.ts";
import type { Zone } from "./format.ts";
import { m } from "./paraglide/messages.js";
import type { FindingCode, HealthReason, HealthState, RunOutcome } from "./pipeline.ts";
import type { ContactType, Interval, JobSize, Status } from "./vocabulary.ts";

export type Labels<Value extends string> = Record<Value, () => string>;

/** Labels of the values, in the language of the page. */
export const statusLabels: Labels<Status> = {
  CONCLUIDO: m.status_CONCLUIDO,
  EM_PROCESSAMENTO: m.status_EM_PROCESSAMENTO,
  FALHOU: m.status_FALHOU,
  CANCELADO: m.status_CANCELADO,
};

/** CSS colours of the statuses. */
export const statusColours: Record<Status, string> = {
  CONCLUIDO: "var(--done)",
  EM_PROCESSAMENTO: "var(--processing)",
  FALHOU: "var(--failed)",
  CANCELADO: "var(--canceled)",
};

export const contactTypeLabels: Labels<ContactType> = { PESSOA: m.type_PESSOA, EMPRESA: m.type_EMPRESA };

export const jobSizeLabels: Labels<JobSize> = {
  PEQUENO: m.size_PEQUENO,
  MEDIO: m.size_MEDIO,
  GRANDE: m.size_GRANDE,
  MUITO_GRANDE: m.size_MUITO_GRANDE,
};

/** The number of contacts of each size. */
export const jobSizeRanges: Labels<JobSize> = {
  PEQUENO: m.size_range_PEQUENO,
  MEDIO: m.size_range_MEDIO,
  GRANDE: m.size_range_GRANDE,
  MUITO_GRANDE: m.size_range_MUITO_GRANDE,
};

export const periodLabels: Labels<Period> = {
  "24h": m.period_24h,
  "7d": m.period_7d,
  "30d": m.period_30d,
  "90d": m.period_90d,
  tudo: m.period_tudo,
  personalizado: m.period_personalizado,
};

export const zoneLabels: Labels<Zone> = {
  "America/Sao_Paulo": m.zone_America_Sao_Paulo,
  "America/Manaus": m.zone_America_Manaus,
  "America/Rio_Branco": m.zone_America_Rio_Branco,
  "America/Noronha": m.zone_America_Noronha,
  UTC: m.zone_UTC,
};

export const bucketLabels: Labels<Interval> = {
  hora: m.chart_bucket_hora,
  dia: m.chart_bucket_dia,
  semana: m.chart_bucket_semana,
  mes: m.chart_bucket_mes,
};

export const everyBucketLabels: Labels<Interval> = {
  hora: m.chart_by_hora,
  dia: m.chart_by_dia,
  semana: m.chart_by_semana,
  mes: m.chart_by_mes,
};

export const healthLabels: Labels<HealthState> = {
  healthy: m.health_healthy,
  late: m.health_late,
  paused: m.health_paused,
  failing: m.health_failing,
  waiting: m.health_waiting,
};

export const findingLabels: Labels<FindingCode> = {
  rejected_records: m.finding_rejected_records,
  duplicate_records: m.finding_duplicate_records,
  deleted_records: m.finding_deleted_records,
  rolled_back_records: m.finding_rolled_back_records,
  count_differs: m.finding_count_differs,
  total_capped: m.finding_total_capped,
  not_counted: m.finding_not_counted,
  source_unavailable: m.finding_source_unavailable,
  clock_differs: m.finding_clock_differs,
  page_size_reduced: m.finding_page_size_reduced,
  updated_since_ignored: m.finding_updated_since_ignored,
  updated_since_exclusive: m.finding_updated_since_exclusive,
  unreadable_times: m.finding_unreadable_times,
  lost_records: m.finding_lost_records,
  stale_records: m.finding_stale_records,
  changed_records: m.finding_changed_records,
  being_checked: m.finding_being_checked,
  gold_repaired: m.finding_gold_repaired,
  bronze_damaged: m.finding_bronze_damaged,
};

export const reasonLabels: Labels<HealthReason> = {
  ...findingLabels,
  no_run_yet: m.reason_no_run_yet,
  last_run_failed: m.reason_last_run_failed,
  last_run_incomplete: m.reason_last_run_incomplete,
  last_run_abandoned: m.reason_last_run_abandoned,
  run_overdue: m.reason_run_overdue,
  run_stalled: m.reason_run_stalled,
  run_waiting: m.reason_run_waiting,
  too_many_rejects: m.reason_too_many_rejects,
  schedule_paused: m.reason_schedule_paused,
  schedule_missing: m.reason_schedule_missing,
  no_workers: m.reason_no_workers,
  build_without_workers: m.reason_build_without_workers,
};

export const outcomeLabels: Labels<RunOutcome> = {
  running: m.outcome_running,
  succeeded: m.outcome_succeeded,
  succeeded_with_findings: m.outcome_succeeded_with_findings,
  incomplete: m.outcome_incomplete,
  failed: m.outcome_failed,
  canceled: m.outcome_canceled,
  abandoned: m.outcome_abandoned,
};

export const liveLabels: Labels<"live" | "connecting" | "reconnecting" | "stale"> = {
  live: m.live_live,
  connecting: m.live_connecting,
  reconnecting: m.live_reconnecting,
  stale: m.live_stale,
};

export const liveHints: Labels<keyof typeof liveLabels> = {
  live: m.live_hint_live,
  connecting: m.live_hint_connecting,
  reconnecting: m.live_hint_reconnecting,
  stale: m.live_hint_stale,
};

export const failureTitles: Labels<DownPart> = {
  dashboard: m.failure_title_dashboard,
  api: m.failure_title_api,
  warehouse: m.failure_title_warehouse,
  none: m.failure_title_none,
};

export const failureTexts: Labels<DownPart> = {
  dashboard: m.failure_dashboard,
  api: m.failure_api,
  warehouse: m.failure_warehouse,
  none: m.failure_refused,
};

export const staleTexts: Record<DownPart, (times: { at: string; since: string }) => string> = {
  dashboard: m.stale_dashboard,
  api: m.stale_api,
  warehouse: m.stale_warehouse,
  none: m.stale_none,
};

/** Maximum length of a refused value in a text. */
const SHOWN = 60;

/** What is wrong with a filter, and what to do. */
export function problemText({ reason, value }: FilterProblem): string {
  if (reason === "too_many")
    return m.filter_problem_too_many({ count: value, max: MAX_CHOSEN, extra: Number(value) - MAX_CHOSEN });
  const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  if (reason === "order") return m.filter_problem_order({ value: shown });
  return reason === "year"
    ? m.filter_problem_year({ value: shown })
    : m.filter_problem_unknown({ value: shown });
}
