import { ingest } from "./ingest.ts";
import type { PipelineInput } from "./pipeline-input.ts";
import { trackProgress } from "./progress.ts";
import { asRun, type PipelineResult } from "./run-lifecycle.ts";
import { transform } from "./transform.ts";

/** The same run in one workflow, without children: the simple alternative. */
export async function linearPipeline({ trigger, kind, window }: PipelineInput): Promise<PipelineResult> {
  const progress = trackProgress("reading");
  return asRun({ variant: "linear", kind, trigger }, async (run) => {
    await ingest(run, progress, window);
    progress.transform();
    await transform(run, progress);
  });
}
