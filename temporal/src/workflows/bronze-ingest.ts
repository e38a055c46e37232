import type { RequestedWindow } from "../activities/plan-slices.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { ingest } from "./ingest.ts";
import { trackProgress } from "./progress.ts";

/** Source to bronze. Child of {@link enrichmentPipeline}. */
export async function bronzeIngest(run: RunReference, window?: RequestedWindow): Promise<void> {
  await ingest(run, trackProgress("reading"), window);
}
