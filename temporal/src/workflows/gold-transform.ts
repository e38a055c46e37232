import { continueAsNew } from "@temporalio/workflow";
import type { RunReference } from "../ledger/run-reference.ts";
import { followParentPause } from "./pause.ts";
import { trackProgress } from "./progress.ts";
import { transform } from "./transform.ts";

/** Bronze to gold. Child of {@link enrichmentPipeline}. */
export async function goldTransform(run: RunReference, paused: boolean): Promise<void> {
  const pause = followParentPause(paused);
  if (!(await transform(run, trackProgress("transforming", pause))))
    await continueAsNew<typeof goldTransform>(run, pause.paused);
}
