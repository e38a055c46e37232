import { continueAsNew } from "@temporalio/workflow";
import type { RunReference } from "../ledger/run-reference.ts";
import { type Ingestion, ingest } from "./ingest.ts";
import { followParentPause } from "./pause.ts";
import { trackProgress } from "./progress.ts";

/**
 * Source to bronze. Child of {@link enrichmentPipeline}.
 * @returns whether gold is current: nothing is left to transform
 */
export async function bronzeIngest(
  run: RunReference,
  ingestion: Ingestion,
  paused: boolean,
): Promise<boolean> {
  const pause = followParentPause(paused);
  const result = await ingest(run, trackProgress("reading", pause), ingestion);
  if (!("resumeAt" in result)) return result.goldIsCurrent;
  return continueAsNew<typeof bronzeIngest>(run, { ...ingestion, pass: result.resumeAt }, pause.paused);
}
