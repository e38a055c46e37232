import { continueAsNew } from "@temporalio/workflow";
import type { RunReference } from "../ledger/run-reference.ts";
import { type Ingestion, ingest } from "./ingest.ts";
import { followParentPause } from "./pause.ts";
import { trackProgress } from "./progress.ts";

/** Source to bronze. Child of {@link enrichmentPipeline}. */
export async function bronzeIngest(run: RunReference, ingestion: Ingestion, paused: boolean): Promise<void> {
  const pause = followParentPause(paused);
  const pass = await ingest(run, trackProgress("reading", pause), ingestion);
  if (pass !== null) await continueAsNew<typeof bronzeIngest>(run, { ...ingestion, pass }, pause.paused);
}
