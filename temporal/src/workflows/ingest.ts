import type { RequestedWindow } from "../activities/plan-slices.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { ask } from "./activities.ts";
import type { Progress } from "./progress.ts";

/** Times a complete read begins again when the source changed under it; then the run ends unbalanced. */
const MOST_PASSES = 5;

/** Reads into bronze what the run has to read, slice by slice, several at once. */
export async function ingest(run: RunReference, progress: Progress, window?: RequestedWindow): Promise<void> {
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    const plan = await ask.planSlices(run, pass, window);
    progress.expect(plan.expectedRecords);
    const sight = plan.readsEverything && window === undefined;
    if (!sight) {
      await Promise.all(plan.slices.map((slice) => readSlice(run, slice, progress, sight)));
      return;
    }
    // The slice without end goes last, so that the source has little time to change before its records are counted.
    await Promise.all(plan.slices.slice(0, -1).map((slice) => readSlice(run, slice, progress, sight)));
    await Promise.all(plan.slices.slice(-1).map((slice) => readSlice(run, slice, progress, sight)));
    const { complete } = await ask.finishFullRead(run);
    if (complete) return;
  }
}

async function readSlice(
  run: RunReference,
  slice: number,
  progress: Progress,
  sight: boolean,
): Promise<void> {
  for (let finished = false; !finished; ) {
    await progress.whileNotPaused();
    const reading = await ask.readSlice(run, slice, { sight });
    progress.read(reading.recordsRead, reading.versionsWritten);
    finished = reading.finished;
  }
}
