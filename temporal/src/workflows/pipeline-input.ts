import type { RequestedWindow } from "../activities/plan-slices.ts";
import type { RunKind, RunTrigger } from "../ledger/run-reference.ts";

/** The input of a run's workflow. */
export interface PipelineInput {
  trigger: RunTrigger;
  kind: RunKind;
  /** Only for a backfill or a proof. */
  window?: RequestedWindow;
  /** Only for a proof: report differences without fixing them. */
  dryRun?: boolean;
}
