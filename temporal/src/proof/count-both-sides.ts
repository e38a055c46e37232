import { countListedSince } from "./listed-entries.ts";
import { conclude, inTransaction, type ProofContext, type ProofStep } from "./proof-context.ts";
import { insertSlices } from "./proof-slices.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";

/** Times in one run that the source may change while it is counted. */
const MAX_DISTURBANCES = 3;

/** @returns both sides' counts since the times, or the next step if they could not be counted at one moment */
export async function countBothSides(
  context: ProofContext,
  times: readonly (Date | null)[],
): Promise<Snapshot | ProofStep> {
  const { sql, run, proof, sourceCounter } = context;
  const listedSinceHighWater = await countListedSince(sql, run, proof.highWater, proof.excludesUpdatedSince);
  const taken = await takeSnapshot({ ...proof, sql, sourceCounter, listedSinceHighWater }, times);
  context.endSnapshot();
  if (taken === "uncountable") return conclude(context, "not_countable");
  if (taken !== "changed") return taken;
  // The source did not change, but its total does not match its list: only a complete read can find the differences.
  if (await sourceCounter.miscounts(proof.highWater, proof.pageSize))
    return conclude(context, "read_in_full");
  return readTail(context);
}

export const isStep = (counted: Snapshot | ProofStep): counted is ProofStep => !("counts" in counted);

/** Has the entries since the high-water mark read, so that both sides can be counted again. */
async function readTail(context: ProofContext): Promise<ProofStep> {
  const { run, proof } = context;
  if (proof.disturbances >= MAX_DISTURBANCES) return conclude(context, "being_checked");
  const slices = await inTransaction(context, async (transaction) => {
    await transaction`update ops.proofs set disturbances = disturbances + 1 where run_id = ${run.runId}`;
    return insertSlices(transaction, run, [{ from: proof.highWater, to: null, expectedRecords: 0 }]);
  });
  return { slices };
}
