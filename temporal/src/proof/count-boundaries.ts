import { chooseBoundaries } from "./choose-boundaries.ts";
import { countBothSides, isStep } from "./count-both-sides.ts";
import { type CountLimit, findCountLimit } from "./count-limit.ts";
import { countWarehouse } from "./count-warehouse.ts";
import { conclude, inTransaction, type ProofContext, type ProofStep } from "./proof-context.ts";
import { insertWindows, type NewWindow, windowsBetween } from "./proof-window.ts";
import type { BothCounts } from "./snapshot.ts";

/** Counts both sides since the boundaries and records the windows between them. Windows of an earlier count that were equal are replaced. */
export async function countBoundaries(context: ProofContext): Promise<ProofStep | null> {
  const { sql, run, proof, requested, sourceCounter } = context;
  const limit = await findCountLimit(sql, sourceCounter, proof);
  if (!limit) return conclude(context, "not_countable");
  const boundaries = await chooseBoundaries(sql, { ...run, ...proof, ...limit, requested });
  const equal = await countAtOnce(context, boundaries);
  if (equal) {
    context.endSnapshot();
    const windows = windowsBetween(boundaries, { counts: [equal], highWater: equal }, null);
    await recordCounts(context, windows, limit);
    return null;
  }
  const counted = await countBothSides(context, boundaries);
  if (isStep(counted)) return counted;
  await recordCounts(context, windowsBetween(boundaries, counted, proof.highWater), limit);
  return null;
}

/** With a single boundary, one answer that equals the warehouse's count is a complete snapshot. */
async function countAtOnce(
  { sql, proof, sourceCounter }: ProofContext,
  boundaries: readonly (Date | null)[],
): Promise<BothCounts | null> {
  if (boundaries.length > 1) return null;
  const [source] = (await sourceCounter.countSince(boundaries)) ?? [];
  const [warehouse] = await countWarehouse(sql, boundaries, proof.excludesUpdatedSince);
  return source !== undefined && source === warehouse ? { source, warehouse } : null;
}

const recordCounts = (
  context: ProofContext,
  windows: readonly NewWindow[],
  { countsUpTo }: CountLimit,
): Promise<void> =>
  inTransaction(context, async (transaction) => {
    const { runId } = context.run;
    await transaction`
      delete from ops.proof_windows
      where run_id = ${runId} and verdict = 'equal' and origin in ('boundary', 'half')`;
    await insertWindows(transaction, runId, windows);
    const sum = (side: "sourceRecords" | "warehouseRecords") =>
      windows.reduce((records, window) => records + window[side], 0);
    await transaction`
      update ops.proofs
      set source_records = ${sum("sourceRecords")}, warehouse_records = ${sum("warehouseRecords")},
          counts_up_to = ${countsUpTo}
      where run_id = ${runId}`;
  });

/** Whether a difference was found, after the last count, in a window whose counts were equal. It may have hidden another one. */
export async function mustCountAgain({ sql, run }: ProofContext): Promise<boolean> {
  const [due] = await sql<{ due: boolean }[]>`
    select coalesce(max(difference.found_at) > (
             select max(counted_at) from ops.proof_windows as counted
             where counted.run_id = ${run.runId} and origin = 'boundary'), false) as due
    from ops.differences as difference
    join ops.proof_windows as proof_window using (run_id, window_no)
    where run_id = ${run.runId} and origin in ('scrub', 'earlier_entry')`;
  return due?.due ?? false;
}
