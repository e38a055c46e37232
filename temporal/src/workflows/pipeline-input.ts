import type { RequestedWindow } from "../activities/plan-slices.ts";
import type { RunKind, RunTrigger } from "../ledger/run-reference.ts";

/** What starts a run says of it. */
export interface PipelineInput {
  trigger: RunTrigger;
  kind: RunKind;
  /** Only of a backfill and of a proof. */
  window?: RequestedWindow;
  /** Only of a proof: find what differs, and change nothing. */
  dryRun?: boolean;
}
