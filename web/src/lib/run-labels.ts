import type { Tone } from "./components/Badge.svelte";
import type { Labels } from "./labels.ts";
import { m } from "./paraglide/messages.js";
import type {
  DifferenceKind,
  FindingSeverity,
  ProofVerdict,
  ProofWindowVerdict,
  RunKind,
  RunTrigger,
  RunVariant,
} from "./pipeline.ts";
import type { ResponseKind } from "./response-kind.ts";
import type { RunErrorKind } from "./run-error-kind.ts";

export const severityLabels: Labels<FindingSeverity> = {
  notice: m.severity_notice,
  warning: m.severity_warning,
  gap: m.severity_gap,
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
