import { inTransaction, type ProofContext, type ProofStep } from "./proof-context.ts";
import { insertSlices } from "./proof-slices.ts";
import { type ProofWindow, setVerdict } from "./proof-window.ts";

/** Times in one run that windows are read. */
const MAX_ROUNDS = 7;

/**
 * Adds a slice for each window that differs, and for each that is read whatever its counts.
 * @returns null if the run has no rounds left: these windows stay unsettled
 */
export async function planWindowReads(
  context: ProofContext,
  windows: readonly ProofWindow[],
): Promise<ProofStep | null> {
  const { run, proof } = context;
  const due = windows.filter(
    ({ verdict, sliceNo }) => verdict === "differs" || (verdict === "reading" && sliceNo === null),
  );
  if (proof.rounds >= MAX_ROUNDS) {
    await inTransaction(context, (transaction) => setVerdict(transaction, run.runId, due, "unsettled"));
    return null;
  }
  const slices = await inTransaction(context, async (transaction) => {
    const planned = await insertSlices(
      transaction,
      run,
      due.map((window) => ({ ...window, expectedRecords: window.sourceRecords })),
    );
    for (const [index, { windowNo }] of due.entries())
      await transaction`
        update ops.proof_windows set verdict = 'reading', slice_no = ${planned[index] ?? null}
        where run_id = ${run.runId} and window_no = ${windowNo}`;
    await transaction`update ops.proofs set rounds = rounds + 1 where run_id = ${run.runId}`;
    return planned;
  });
  return { slices };
}
