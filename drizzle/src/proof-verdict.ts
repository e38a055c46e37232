import type { proofVerdicts, runOutcomes } from "../schema/run-vocabulary.ts";

export type ProofVerdict = (typeof proofVerdicts)[number];

export interface ProofEnd {
  /** As `ops.proofs` has it. */
  verdict: ProofVerdict;
  /** Of the run that the proof is part of. */
  runOutcome: (typeof runOutcomes)[number];
  /** The run has noted `being_checked`. */
  isLeftOpen: boolean;
}

const CLOSED: readonly ProofEnd["runOutcome"][] = ["succeeded", "succeeded_with_findings", "incomplete"];

/**
 * What a proof has come to. The ledger notes `read_in_full` as soon as a proof asks for a complete read, which may then not
 * be made or not reach its end; and a run that is killed leaves `counting` behind.
 */
export function verdictOf({ verdict, runOutcome, isLeftOpen }: ProofEnd): ProofVerdict {
  if (runOutcome === "running") return verdict === "read_in_full" ? "counting" : verdict;
  if (verdict === "counting") return "being_checked";
  if (verdict !== "read_in_full") return verdict;
  return CLOSED.includes(runOutcome) && !isLeftOpen ? "read_in_full" : "being_checked";
}
