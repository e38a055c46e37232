import { startChild } from "@temporalio/workflow";
import { BRONZE_INGEST_WORKFLOW_ID, GOLD_TRANSFORM_WORKFLOW_ID } from "../identifiers.ts";
import { bronzeIngest } from "./bronze-ingest.ts";
import { goldTransform } from "./gold-transform.ts";
import { onceAlone } from "./once-alone.ts";
import { acceptPause } from "./pause.ts";
import type { PipelineInput } from "./pipeline-input.ts";
import { proofRequest, prove } from "./prove.ts";
import { asRun, type PipelineResult } from "./run-lifecycle.ts";

/** One run: source to bronze, then bronze to gold, each in a child workflow of a fixed id. */
export async function enrichmentPipeline({
  trigger,
  kind,
  window,
  dryRun = false,
}: PipelineInput): Promise<PipelineResult> {
  const pause = acceptPause();
  return asRun(
    { variant: "modular", kind, trigger, dryRun },
    {
      ingest: (run, everything) =>
        onceAlone(BRONZE_INGEST_WORKFLOW_ID, pause, (paused) =>
          startChild(bronzeIngest, {
            workflowId: BRONZE_INGEST_WORKFLOW_ID,
            args: [run, { everything, ...(kind === "backfill" && window && { window }) }, paused],
            staticSummary: `Run ${run.runNumber}: source to bronze (${everything ? "everything" : run.kind})`,
          }),
        ),
      transform: (run) =>
        onceAlone(GOLD_TRANSFORM_WORKFLOW_ID, pause, (paused) =>
          startChild(goldTransform, {
            workflowId: GOLD_TRANSFORM_WORKFLOW_ID,
            args: [run, paused],
            staticSummary: `Run ${run.runNumber}: bronze to gold`,
          }),
        ),
      prove: (run) => prove(run, proofRequest(kind, window, dryRun), pause),
    },
  );
}
