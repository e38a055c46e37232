import type { ops } from "@enrichment-monitor/warehouse";

export type RunKind = (typeof ops.runKinds)[number];
export type RunVariant = (typeof ops.runVariants)[number];
export type RunTrigger = (typeof ops.runTriggers)[number];
export type RunOutcome = (typeof ops.runOutcomes)[number];

/** Identifies a run and the generation of the warehouse. */
export interface RunReference {
  runId: string;
  runNumber: number;
  generation: number;
  kind: RunKind;
}

/** The activity attempt that sent a request: the provenance of a fetch. */
export interface ActivityReference {
  workflowId: string;
  workflowRunId: string;
  activityType: string;
  attempt: number;
}
