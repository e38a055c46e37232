import { continueAsNew } from "@temporalio/workflow";
import type { RunReference } from "../ledger/run-reference.ts";
import { type Ingestion, ingest } from "./ingest.ts";
import { trackProgress } from "./progress.ts";

/** Source to bronze. Child of {@link enrichmentPipeline}. */
export async function bronzeIngest(run: RunReference, ingestion: Ingestion): Promise<void> {
  const pass = await ingest(run, trackProgress("reading"), ingestion);
  if (pass !== null) await continueAsNew<typeof bronzeIngest>(run, { ...ingestion, pass });
}
