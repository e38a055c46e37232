import { chooseBoundaries } from "./boundaries.ts";
import { insertWindows, windowsBetween } from "./proof-window.ts";
import { isStep, type ProofStep, type Proving, snapshotOr, write } from "./proving.ts";
import { nextScrub, type Scrub } from "./scrub.ts";

/** The first step: counts both sides since some times, and chooses what is read outright in any case. */
export async function countBoundaries(proving: Proving): Promise<ProofStep | null> {
  const { sql, run, proof, requested } = proving;
  const { highWater } = proof;
  const boundaries = await chooseBoundaries(sql, { ...run, highWater, requested });
  const taken = await snapshotOr(proving, boundaries);
  if (isStep(taken)) return taken;
  const scrub = await scrubOf(proving);
  await write(proving, async (transaction) => {
    const windows = windowsBetween(boundaries, taken, highWater);
    await insertWindows(transaction, run.runId, scrub ? [...windows, scrub.window] : windows);
    const [whole] = taken.counts;
    await transaction`
      update ops.proofs
      set source_records = ${whole?.source ?? 0}, warehouse_records = ${whole?.warehouse ?? 0},
          scrubbed_to = ${scrub?.scrubbedTo ?? null}
      where run_id = ${run.runId}`;
  });
  return null;
}

async function scrubOf({ sql, run, proof, dryRun, scrubDays }: Proving): Promise<Scrub | null> {
  const { highWater, pageSize } = proof;
  if (dryRun || !highWater) return null;
  return nextScrub(sql, { ...run, highWater, pageSize, scrubDays });
}
