import { allHandlersFinished, condition, continueAsNew } from "@temporalio/workflow";
import { ingest } from "./ingest.ts";
import { acceptPause } from "./pause.ts";
import type { PipelineInput } from "./pipeline-input.ts";
import { trackProgress } from "./progress.ts";
import { checkGold, proofRequest, prove } from "./prove.ts";
import { type PipelineResult, type ResumedRun, withRunLifecycle } from "./run-lifecycle.ts";
import { transform } from "./transform.ts";

/** The state of a linear workflow across continue-as-new. */
export interface LinearContinuation extends ResumedRun {
  /** Null: everything has been read, but not everything transformed. */
  pass: number | null;
  paused: boolean;
}

/** The same run in one workflow, without children: the simple alternative. */
export async function linearPipeline(
  input: PipelineInput,
  continuation?: LinearContinuation,
): Promise<PipelineResult> {
  const { trigger, kind, window, dryRun = false } = input;
  const pause = acceptPause(continuation?.paused);
  const progress = trackProgress("reading", pause);
  let reading = continuation?.everything ?? false;
  let resumeAt = continuation ? { pass: continuation.pass } : null;

  async function continueRunAsNew(at: Pick<LinearContinuation, "run" | "pass">): Promise<never> {
    await condition(allHandlersFinished);
    return continueAsNew<typeof linearPipeline>(input, { ...at, everything: reading, paused: pause.paused });
  }

  return withRunLifecycle(
    { variant: "linear", kind, trigger, dryRun },
    {
      async ingest(run, everything) {
        reading = everything;
        const resumed = resumeAt;
        resumeAt = null;
        if (resumed?.pass === null) return false;
        await pause.whileNotPaused();
        const result = await ingest(run, progress, {
          everything,
          ...(kind === "backfill" && window && { window }),
          ...(resumed && { pass: resumed.pass }),
        });
        if ("resumeAt" in result) return continueRunAsNew({ run, pass: result.resumeAt });
        return result.goldIsCurrent;
      },
      async transform(run) {
        progress.transform();
        if (!(await transform(run, progress))) await continueRunAsNew({ run, pass: null });
      },
      prove: (run) => prove(run, proofRequest(kind, window, dryRun), pause),
      checkGold: (run) => checkGold(run, pause),
    },
    continuation,
  );
}
