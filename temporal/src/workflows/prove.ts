import type { ProofRequest } from "../activities/advance-proof.ts";
import type { ReadingOptions, SliceReading } from "../activities/read-slice.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import type { ProofVerdict } from "../proof/proof-state.ts";
import { ask } from "./activities.ts";
import { allOrNone } from "./all-or-none.ts";
import type { Pause } from "./pause.ts";

/** Windows that are read at once. */
const AT_ONCE = 4;
const READING: ReadingOptions = { sight: true, hold: false };

export interface ProofResult {
  verdict: ProofVerdict;
  /** Something was read, and may have to be turned into gold. */
  hasRead: boolean;
}

/** Proves by counting that the warehouse equals the source, and reads what differs. */
export async function prove(run: RunReference, request: ProofRequest, pause: Pause): Promise<ProofResult> {
  for (let hasRead = false; ; hasRead = true) {
    await pause.whileNotPaused();
    const step = await ask.advanceProof(run, request);
    if ("verdict" in step) return { ...step, hasRead };
    for (let first = 0; first < step.slices.length; first += AT_ONCE)
      await allOrNone(
        step.slices.slice(first, first + AT_ONCE).map((slice) => () => readWindow(run, slice, pause)),
      );
  }
}

async function readWindow(run: RunReference, slice: number, pause: Pause): Promise<void> {
  for (let reading: SliceReading | undefined; !reading?.finished; ) {
    await pause.whileNotPaused();
    reading = await ask.readWindow(run, slice, READING);
  }
}
