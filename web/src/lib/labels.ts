import type { DownPart } from "./api.ts";
import type { Tone } from "./components/Badge.svelte";
import type { CsvProfile } from "./csv/csv-profile.ts";
import { type FilterProblem, MAX_CHOSEN, type Period } from "./filters.ts";
import type { Zone } from "./format.ts";
import type { Column, Density } from "./list-view.ts";
import { m } from "./paraglide/messages.js";
import type {
  DifferenceKind,
  FindingCode,
  FindingSeverity,
  HealthReason,
  HealthState,
  ProofVerdict,
  ProofWindowVerdict,
  RunKind,
  RunOutcome,
  RunTrigger,
  RunVariant,
} from "./pipeline.ts";
import type { Deletion, FieldKind, RejectState } from "./quality.ts";
import type { RankedMeasure } from "./ranking.ts";
import type { ResponseKind } from "./response-kind.ts";
import type { RunErrorKind } from "./run-error-kind.ts";
import type { ContactType, Interval, JobSize, Status } from "./vocabulary.ts";

type Labels<Value extends string> = Record<Value, () => string>;

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

export const measureLabels: Labels<RankedMeasure> = {
  total_enriquecimentos: m.jobs,
  total_contatos: m.kpi_contacts,
  em_processamento: m.status_EM_PROCESSAMENTO,
  necessitam_reprocessamento: m.kpi_reprocess,
  taxa_sucesso: m.kpi_success_rate,
  duracao_media_minutos: m.kpi_duration,
  duracao_p50_minutos: m.chart_p50,
  duracao_p95_minutos: m.chart_p95,
};

export const periodLabels: Labels<Period> = {
  "24h": m.period_24h,
  "7d": m.period_7d,
  "30d": m.period_30d,
  "90d": m.period_90d,
  tudo: m.period_tudo,
  personalizado: m.period_personalizado,
};

export const columnLabels: Labels<Column> = {
  nome_workspace: m.column_workspace,
  status_processamento: m.column_status,
  total_contatos: m.column_contacts,
  tipo_contato: m.column_type,
  categoria_tamanho_job: m.column_size,
  data_criacao: m.column_created,
  data_atualizacao: m.column_updated,
  duracao_processamento_minutos: m.column_duration,
  tempo_por_contato_minutos: m.per_contact,
  necessita_reprocessamento: m.column_reprocess,
};

export const densityLabels: Labels<Density> = {
  confortavel: m.density_confortavel,
  compacta: m.density_compacta,
};

export const csvProfileLabels: Labels<CsvProfile> = {
  "excel-br": m.csv_excel_br,
  padrao: m.csv_padrao,
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

export const severityLabels: Labels<FindingSeverity> = {
  notice: m.severity_notice,
  warning: m.severity_warning,
  gap: m.severity_gap,
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

export const kindLabels: Labels<RunKind> = {
  incremental: m.kind_incremental,
  first_load: m.kind_first_load,
  backfill: m.kind_backfill,
  reconcile: m.kind_reconcile,
  prove: m.kind_prove,
};

export const proofLabels: Labels<ProofVerdict> = {
  counting: m.proof_counting,
  proved: m.proof_proved,
  being_checked: m.proof_being_checked,
  read_in_full: m.proof_read_in_full,
  not_countable: m.proof_not_countable,
};

export const proofTones: Record<ProofVerdict, Tone> = {
  counting: "info",
  proved: "good",
  being_checked: "warn",
  read_in_full: "good",
  not_countable: "neutral",
};

export const windowTones: Record<ProofWindowVerdict, Tone> = {
  equal: "good",
  healed: "info",
  reading: "info",
  differs: "warn",
  unsettled: "warn",
};

export const windowLabels: Labels<ProofWindowVerdict> = {
  equal: m.window_equal,
  differs: m.window_differs,
  reading: m.window_reading,
  healed: m.window_healed,
  unsettled: m.window_unsettled,
};

export const differenceLabels: Labels<DifferenceKind> = {
  lost: m.difference_lost,
  stale: m.difference_stale,
  rolled_back: m.difference_rolled_back,
  listed_twice: m.difference_listed_twice,
  gone: m.difference_gone,
  changed: m.difference_changed,
};

export const rejectStateLabels: Labels<RejectState> = {
  abertos: m.rejects_open,
  resolvidos: m.rejects_resolved,
  todos: m.rejects_all,
};

export const fieldKindLabels: Labels<FieldKind> = {
  agreed: m.field_agreed,
  other_type: m.field_other_type,
  missing: m.field_missing,
  new: m.field_new,
};

const jsonTypeLabels: Record<string, () => string> = {
  string: m.json_string,
  number: m.json_number,
  boolean: m.json_boolean,
  null: m.json_null,
  array: m.json_array,
  object: m.json_object,
  absent: m.json_absent,
};

/** The type of a source's field; as the API has it, if it is unknown here. */
export const jsonTypeLabel = (type: string): string => jsonTypeLabels[type]?.() ?? type;

export const deletionLabels: Labels<Deletion["reason"]> = {
  gone: m.deletion_gone,
  rolled_back: m.quality_deletion_rolled_back,
};

export const triggerLabels: Labels<RunTrigger> = {
  schedule: m.trigger_schedule,
  cli: m.trigger_cli,
  api: m.trigger_api,
  start: m.trigger_start,
};

export const variantLabels: Labels<RunVariant> = { modular: m.variant_modular, linear: m.variant_linear };

export const responseLabels: Labels<ResponseKind> = {
  list: m.response_list,
  end_of_list: m.response_end_of_list,
  none: m.response_none,
  rate_limited: m.response_rate_limited,
  unauthorized: m.response_unauthorized,
  unavailable: m.response_unavailable,
  refused: m.response_refused,
  redirected: m.response_redirected,
  unreadable: m.response_unreadable,
};

export const runErrorLabels: Labels<RunErrorKind> = {
  SourceSilent: m.run_error_source_silent,
  SourceRefused: m.run_error_source_refused,
  SourceRedirected: m.run_error_source_redirected,
  SourceUnauthorized: m.run_error_source_unauthorized,
  SourceContractBroken: m.run_error_source_contract_broken,
  TooManyRejects: m.run_error_too_many_rejects,
  GenerationSuperseded: m.run_error_generation_superseded,
  PipelineError: m.run_error_pipeline_error,
  failed: m.run_error_failed,
  canceled: m.run_error_canceled,
  abandoned: m.run_error_abandoned,
  incomplete: m.run_error_incomplete,
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
