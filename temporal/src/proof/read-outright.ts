import { planReading } from "./plan-reading.ts";
import { type ProofWindow, setVerdict } from "./proof-window.ts";
import { type ProofStep, type Proving, write } from "./proving.ts";

/** Times that windows are read in one run. */
const MOST_ROUNDS = 7;

/**
 * Has the windows read that differ, or are to be read in any case.
 * @returns null when as many rounds as a run may take have been taken: what is left is unsettled.
 */
export async function readOutright(
  proving: Proving,
  windows: readonly ProofWindow[],
): Promise<ProofStep | null> {
  const { run, proof } = proving;
  const due = windows.filter(
    ({ verdict, sliceNo }) => verdict === "differs" || (verdict === "reading" && sliceNo === null),
  );
  if (proof.rounds >= MOST_ROUNDS) {
    await write(proving, (transaction) => setVerdict(transaction, run.runId, due, "unsettled"));
    return null;
  }
  const slices = await write(proving, async (transaction) => {
    const planned = await planReading(
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
