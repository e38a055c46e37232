import type { RunReference } from "../ledger/run-reference.ts";
import { trackProgress } from "./progress.ts";
import { transform } from "./transform.ts";

/** Bronze to gold. Child of {@link enrichmentPipeline}. */
export async function goldTransform(run: RunReference): Promise<void> {
  await transform(run, trackProgress("transforming"));
}
