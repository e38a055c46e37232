import { bisectWindows } from "./bisect-windows.ts";
import { checkBronzeHeads } from "./check-bronze-heads.ts";
import { confirmWindows } from "./confirm-windows.ts";
import { countBoundaries, mustCountAgain } from "./count-boundaries.ts";
import { planWindowReads } from "./plan-window-reads.ts";
import { conclude, type ProofContext, type ProofStep } from "./proof-context.ts";
import { isEqual, loadWindows, type ProofWindow, wasRead } from "./proof-window.ts";
import { addScrub } from "./scrub.ts";

/**
 * Takes the next step of a proof. The windows in the ledger say how far the proof is. Slices of earlier steps must have been read.
 * @returns null: call again
 */
export async function nextStep(context: ProofContext): Promise<ProofStep | null> {
  const { sql, run } = context;
  const windows = await loadWindows(sql, run.runId);
  if (windows.length === 0) {
    await checkBronzeHeads(context);
    // The scrub comes before counting, so it also advances if the source changes constantly.
    if (await addScrub(context)) return planWindowReads(context, await loadWindows(sql, run.runId));
  }
  const has = (verdict: ProofWindow["verdict"]) => windows.some((window) => window.verdict === verdict);
  if (windows.some(wasRead)) return confirmWindows(context, windows);
  if (!windows.some(({ origin }) => origin === "boundary" || origin === "half"))
    return countBoundaries(context);
  if (has("differs")) return bisectWindows(context, windows);
  if (has("reading")) return planWindowReads(context, windows);
  if (await mustCountAgain(context)) return countBoundaries(context);
  if (!has("unsettled")) return conclude(context, "proved");
  const unexplained = windows.some((window) => window.verdict === "unsettled" && !isEqual(window));
  return conclude(context, unexplained ? "read_in_full" : "being_checked");
}
