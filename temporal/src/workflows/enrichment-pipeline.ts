import { executeChild } from "@temporalio/workflow";
import { BRONZE_INGEST_WORKFLOW_ID, GOLD_TRANSFORM_WORKFLOW_ID } from "../identifiers.ts";
import { bronzeIngest } from "./bronze-ingest.ts";
import { goldTransform } from "./gold-transform.ts";
import { onceAlone } from "./once-alone.ts";
import type { PipelineInput } from "./pipeline-input.ts";
import { asRun, type PipelineResult } from "./run-lifecycle.ts";

/** One run: source to bronze, then bronze to gold, each in a child workflow of a fixed id. */
export async function enrichmentPipeline({ trigger, kind, window }: PipelineInput): Promise<PipelineResult> {
  return asRun({ variant: "modular", kind, trigger }, async (run) => {
    await onceAlone(BRONZE_INGEST_WORKFLOW_ID, () =>
      executeChild(bronzeIngest, {
        workflowId: BRONZE_INGEST_WORKFLOW_ID,
        args: [run, window ? { window } : {}],
        staticSummary: `Run ${run.runNumber}: source to bronze (${run.kind})`,
      }),
    );
    await onceAlone(GOLD_TRANSFORM_WORKFLOW_ID, () =>
      executeChild(goldTransform, {
        workflowId: GOLD_TRANSFORM_WORKFLOW_ID,
        args: [run],
        staticSummary: `Run ${run.runNumber}: bronze to gold`,
      }),
    );
  });
}
