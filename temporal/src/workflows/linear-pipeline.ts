import { continueAsNew } from "@temporalio/workflow";
import type { RunReference } from "../ledger/run-reference.ts";
import { ingest } from "./ingest.ts";
import type { PipelineInput } from "./pipeline-input.ts";
import { trackProgress } from "./progress.ts";
import { asRun, type PipelineResult } from "./run-lifecycle.ts";
import { transform } from "./transform.ts";

/** Of a workflow continued as new: the run it goes on with. */
export interface LinearContinuation {
  run: RunReference;
  pass: number;
}

/** The same run in one workflow, without children: the simple alternative. */
export async function linearPipeline(
  input: PipelineInput,
  continuation?: LinearContinuation,
): Promise<PipelineResult> {
  const { trigger, kind, window } = input;
  const progress = trackProgress("reading");
  return asRun(
    { variant: "linear", kind, trigger },
    async (run) => {
      const pass = await ingest(run, progress, {
        ...(window && { window }),
        ...(continuation && { pass: continuation.pass }),
      });
      if (pass !== null) await continueAsNew<typeof linearPipeline>(input, { run, pass });
      progress.transform();
      await transform(run, progress);
    },
    continuation?.run,
  );
}
