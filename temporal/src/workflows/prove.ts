import type { ProofRequest } from "../activities/advance-proof.ts";
import type { RequestedWindow } from "../activities/plan-slices.ts";
import type { ReadingOptions, SliceReading } from "../activities/read-slice.ts";
import type { RunKind, RunReference } from "../ledger/run-reference.ts";
import type { ProofVerdict } from "../proof/proof-state.ts";
import { sourceActivities, warehouseActivities } from "./activities.ts";
import { allOrCancel } from "./all-or-cancel.ts";
import type { Pause } from "./pause.ts";

/** Windows read in parallel. */
const AT_ONCE = 4;
const READING: ReadingOptions = { trackSeen: true, keepOpen: false };

export interface ProofResult {
  verdict: ProofVerdict;
  /** Nothing is left to transform. */
  goldIsCurrent: boolean;
}

/** Proves by counting that bronze equals the source, and reads the differences. */
export async function prove(run: RunReference, request: ProofRequest, pause: Pause): Promise<ProofResult> {
  for (let hasRead = false; ; hasRead = true) {
    await pause.whileNotPaused();
    const step = await sourceActivities.advanceProof(run, request);
    if ("verdict" in step) return { ...step, goldIsCurrent: !hasRead || step.goldIsCurrent };
    for (let first = 0; first < step.slices.length; first += AT_ONCE)
      await allOrCancel(
        step.slices.slice(first, first + AT_ONCE).map((slice) => () => readWindow(run, slice, pause)),
      );
  }
}

/** Compares gold with bronze and rebuilds rows that differ. */
export async function checkGold(run: RunReference, pause: Pause): Promise<void> {
  const everything = run.kind === "prove";
  for (let finished = false; !finished; ) {
    await pause.whileNotPaused();
    ({ finished } = await warehouseActivities.checkGold(run, { everything }));
  }
}

async function readWindow(run: RunReference, slice: number, pause: Pause): Promise<void> {
  for (let reading: SliceReading | undefined; !reading?.finished; ) {
    await pause.whileNotPaused();
    reading = await sourceActivities.readWindow(run, slice, READING);
  }
}

/** A requested proof covers its period, or everything. */
export const proofRequest = (
  kind: RunKind,
  window: RequestedWindow | undefined,
  dryRun: boolean,
): ProofRequest => ({
  requested: kind === "prove" ? (window ?? { from: null, to: null }) : null,
  dryRun,
});
