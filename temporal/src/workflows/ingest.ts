import type { RequestedWindow } from "../activities/plan-slices.ts";
import type { ReadingOptions, SliceReading } from "../activities/read-slice.ts";
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
    await readSlices(run, plan.slices, progress, sight);
    if (!sight) return;
    const { complete } = await ask.finishFullRead(run);
    if (complete) return;
  }
}

/** All slices at once; then the one without end again, for what moved there from the others meanwhile. */
async function readSlices(
  run: RunReference,
  slices: readonly number[],
  progress: Progress,
  sight: boolean,
): Promise<void> {
  const last = slices.at(-1);
  if (last === undefined) return;
  const others = slices.slice(0, -1);
  const together = others.map((slice) => readSlice(run, slice, progress, { sight, hold: false }));
  if (others.length > 0) together.push(readSlice(run, last, progress, { sight, hold: true }));
  await Promise.all(together);
  await readSlice(run, last, progress, { sight, hold: false });
}

async function readSlice(
  run: RunReference,
  slice: number,
  progress: Progress,
  options: ReadingOptions,
): Promise<void> {
  for (let reading: SliceReading | undefined; !reading?.finished && !reading?.held; ) {
    await progress.whileNotPaused();
    reading = await ask.readSlice(run, slice, options);
    progress.read(reading.recordsRead, reading.versionsWritten);
  }
}
