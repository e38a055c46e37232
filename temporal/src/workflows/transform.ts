import type { RunReference } from "../ledger/run-reference.ts";
import { keep } from "./activities.ts";
import type { Progress } from "./progress.ts";

/** Turns everything pending in bronze into gold. */
export async function transform(run: RunReference, progress: Progress): Promise<void> {
  for (let finished = false; !finished; ) {
    await progress.whileNotPaused();
    const transformation = await keep.transformPending(run);
    progress.transformed(transformation.versions);
    finished = transformation.finished;
  }
}
