import { chooseBoundaries } from "./boundaries.ts";
import { insertWindows, windowsBetween } from "./proof-window.ts";
import { isStep, type ProofStep, type Proving, snapshotOr, write } from "./proving.ts";
import { nextScrub, type Scrub } from "./scrub.ts";

/**
 * Counts both sides since some times. Windows that were equal in a count before are replaced.
 *
 * @param scrub what is read outright in any case; null: nothing more
 */
export async function countBoundaries(proving: Proving, scrub: Scrub | null): Promise<ProofStep | null> {
  const { sql, run, proof, requested } = proving;
  const { highWater } = proof;
  const boundaries = await chooseBoundaries(sql, { ...run, highWater, requested });
  const taken = await snapshotOr(proving, boundaries);
  if (isStep(taken)) return taken;
  await write(proving, async (transaction) => {
    await transaction`
      delete from ops.proof_windows
      where run_id = ${run.runId} and verdict = 'equal' and origin in ('boundary', 'half')`;
    const windows = windowsBetween(boundaries, taken, highWater);
    await insertWindows(transaction, run.runId, scrub ? [...windows, scrub.window] : windows);
    const [whole] = taken.counts;
    await transaction`
      update ops.proofs
      set source_records = ${whole?.source ?? 0}, warehouse_records = ${whole?.warehouse ?? 0},
          scrubbed_to = coalesce(${scrub?.scrubbedTo ?? null}, scrubbed_to)
      where run_id = ${run.runId}`;
  });
  return null;
}

/** What is to be read outright by the run's proof; null: nothing. */
export async function chooseScrub({ sql, run, proof, dryRun, scrubDays }: Proving): Promise<Scrub | null> {
  const { highWater, pageSize } = proof;
  if (dryRun || !highWater) return null;
  return nextScrub(sql, { ...run, highWater, pageSize, scrubDays });
}

/** Whether something was found where the counts were equal: they are no longer, or another difference hides there. */
export async function mustRecount({ sql, run }: Proving): Promise<boolean> {
  const [due] = await sql<{ due: boolean }[]>`
    select coalesce(max(difference.found_at) > (
             select max(counted_at) from ops.proof_windows as counted
             where counted.run_id = ${run.runId} and origin = 'boundary'), false) as due
    from ops.differences as difference
    join ops.proof_windows as proof_window using (run_id, window_no)
    where run_id = ${run.runId} and origin in ('scrub', 'earlier_entry')`;
  return due?.due ?? false;
}
