import { chooseBoundaries } from "./boundaries.ts";
import { type CountLimit, findCountLimit } from "./count-limit.ts";
import { countWarehouse } from "./count-warehouse.ts";
import { insertWindows, type NewWindow, windowsBetween } from "./proof-window.ts";
import { conclude, isStep, type ProofStep, type Proving, snapshotOr, write } from "./proving.ts";
import { nextScrub } from "./scrub.ts";
import type { BothCounts } from "./snapshot.ts";

/** Counts both sides since some times. Windows that were equal in a count before are replaced. */
export async function countBoundaries(proving: Proving): Promise<ProofStep | null> {
  const { sql, run, proof, requested, countSource } = proving;
  const { highWater } = proof;
  const limit = await findCountLimit(sql, countSource, proof);
  if (!limit) return conclude(proving, "not_countable");
  const boundaries = await chooseBoundaries(sql, { ...run, ...proof, ...limit, requested });
  const equal = await countAtOnce(proving, boundaries);
  if (equal) {
    proving.endSnapshot();
    await recordCounts(
      proving,
      windowsBetween(boundaries, { counts: [equal], highWater: equal }, null),
      limit,
    );
    return null;
  }
  const taken = await snapshotOr(proving, boundaries);
  if (isStep(taken)) return taken;
  await recordCounts(proving, windowsBetween(boundaries, taken, highWater), limit);
  return null;
}

/** A single answer is of one moment: where it is the warehouse's count, nothing else need be asked. */
async function countAtOnce(
  { sql, proof, countSource }: Proving,
  boundaries: readonly (Date | null)[],
): Promise<BothCounts | null> {
  if (boundaries.length > 1) return null;
  const [source] = (await countSource.since(boundaries)) ?? [];
  const [warehouse] = await countWarehouse(sql, boundaries, proof.excludesUpdatedSince);
  return source !== undefined && source === warehouse ? { source, warehouse } : null;
}

const recordCounts = (proving: Proving, windows: readonly NewWindow[], { most }: CountLimit): Promise<void> =>
  write(proving, async (transaction) => {
    const { runId } = proving.run;
    await transaction`
      delete from ops.proof_windows
      where run_id = ${runId} and verdict = 'equal' and origin in ('boundary', 'half')`;
    await insertWindows(transaction, runId, windows);
    const sum = (side: "sourceRecords" | "warehouseRecords") =>
      windows.reduce((records, window) => records + window[side], 0);
    await transaction`
      update ops.proofs
      set source_records = ${sum("sourceRecords")}, warehouse_records = ${sum("warehouseRecords")}, counts_up_to = ${most}
      where run_id = ${runId}`;
  });

/** Adds the window that the rotation has reached, which is read whatever the counts say. */
export async function addScrub(proving: Proving): Promise<void> {
  const { sql, run, proof, dryRun, scrubDays } = proving;
  const { highWater, pageSize } = proof;
  // A first load has just read everything.
  if (dryRun || !highWater || run.kind === "first_load") return;
  const scrub = await nextScrub(sql, { ...run, highWater, pageSize, scrubDays });
  if (!scrub) return;
  await write(proving, async (transaction) => {
    await insertWindows(transaction, run.runId, [scrub.window]);
    await transaction`update ops.proofs set scrubbed_to = ${scrub.scrubbedTo} where run_id = ${run.runId}`;
  });
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
