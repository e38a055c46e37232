import { startChild } from "@temporalio/workflow";
import { BRONZE_INGEST_WORKFLOW_ID, GOLD_TRANSFORM_WORKFLOW_ID } from "../identifiers.ts";
import { bronzeIngest } from "./bronze-ingest.ts";
import { executeExclusiveChild } from "./execute-exclusive-child.ts";
import { goldTransform } from "./gold-transform.ts";
import { acceptPause } from "./pause.ts";
import type { PipelineInput } from "./pipeline-input.ts";
import { checkGold, proofRequest, prove } from "./prove.ts";
import { type PipelineResult, withRunLifecycle } from "./run-lifecycle.ts";

/** One run: source to bronze, then bronze to gold, each in a child workflow of a fixed id. */
export async function enrichmentPipeline({
  trigger,
  kind,
  window,
  dryRun = false,
}: PipelineInput): Promise<PipelineResult> {
  const pause = acceptPause();
  return withRunLifecycle(
    { variant: "modular", kind, trigger, dryRun },
    {
      ingest: (run, everything) =>
        executeExclusiveChild(BRONZE_INGEST_WORKFLOW_ID, pause, (paused) =>
          startChild(bronzeIngest, {
            workflowId: BRONZE_INGEST_WORKFLOW_ID,
            args: [run, { everything, ...(kind === "backfill" && window && { window }) }, paused],
            staticSummary: `Run ${run.runNumber}: source to bronze (${everything ? "everything" : run.kind})`,
          }),
        ),
      transform: (run) =>
        executeExclusiveChild(GOLD_TRANSFORM_WORKFLOW_ID, pause, (paused) =>
          startChild(goldTransform, {
            workflowId: GOLD_TRANSFORM_WORKFLOW_ID,
            args: [run, paused],
            staticSummary: `Run ${run.runNumber}: bronze to gold`,
          }),
        ),
      prove: (run) => prove(run, proofRequest(kind, window, dryRun), pause),
      checkGold: (run) => checkGold(run, pause),
    },
  );
}
