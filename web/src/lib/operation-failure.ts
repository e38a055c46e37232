import type { ApiFailure } from "./api.ts";
import { m } from "./paraglide/messages.js";

/** `start` begins a run of whichever kind; `switch` pauses or resumes. */
export type OperationKind = "start" | "switch";

export type OperationFailure =
  | "signed_out"
  | "not_allowed"
  | "run_active"
  | "no_schedule"
  | "too_many"
  | "temporal_down"
  | "unreachable"
  | "refused";

/** Why the API did not carry out an operation. */
export function operationFailure(kind: OperationKind, { status, message }: ApiFailure): OperationFailure {
  switch (status) {
    case undefined:
      return "unreachable";
    case 401:
      return "signed_out";
    case 403:
      return "not_allowed";
    case 409:
      return kind === "start" ? "run_active" : "no_schedule";
    case 429:
      return "too_many";
    case 503:
      return message.startsWith("Temporal") ? "temporal_down" : "refused";
    default:
      return "refused";
  }
}

/** The sentence for `failure`, in the language of the user; with the API's own, if the kind is not known. */
export const operationFailureText = (failure: OperationFailure, { message }: ApiFailure): string =>
  texts[failure]({ detail: message });

const texts: Record<OperationFailure, (inputs: { detail: string }) => string> = {
  signed_out: m.operation_signed_out,
  not_allowed: m.operation_not_allowed,
  run_active: m.operation_run_active,
  no_schedule: m.operation_no_schedule,
  too_many: m.operation_too_many,
  temporal_down: m.operation_temporal_down,
  unreachable: m.operation_unreachable,
  refused: m.operation_refused,
};
