import type { proofVerdicts, runOutcomes } from "../schema/run-vocabulary.ts";

export type ProofVerdict = (typeof proofVerdicts)[number];

export interface ProofEnd {
  /** As stored in `ops.proofs`. */
  verdict: ProofVerdict;
  /** Outcome of the proof's run. */
  runOutcome: (typeof runOutcomes)[number];
  /** Whether the run has the finding `being_checked`. */
  isLeftOpen: boolean;
}

const CLOSED: readonly ProofEnd["runOutcome"][] = ["succeeded", "succeeded_with_findings", "incomplete"];

/**
 * The verdict to show. `ops.proofs` has `read_in_full` as soon as a proof requests a complete read, which may then not be made or
 * not finish; and a terminated run leaves `counting`.
 */
export function verdictOf({ verdict, runOutcome, isLeftOpen }: ProofEnd): ProofVerdict {
  if (runOutcome === "running") return verdict === "read_in_full" ? "counting" : verdict;
  if (verdict === "counting") return "being_checked";
  if (verdict !== "read_in_full") return verdict;
  return CLOSED.includes(runOutcome) && !isLeftOpen ? "read_in_full" : "being_checked";
}
