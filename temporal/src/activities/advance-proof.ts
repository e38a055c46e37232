import { activityInfo, heartbeat } from "@temporalio/activity";
import type { RunReference } from "../ledger/run-reference.ts";
import { noteProgress } from "../ledger/source-waits.ts";
import { confirmWindows } from "../proof/confirm-windows.ts";
import { addScrub, countBoundaries, mustRecount } from "../proof/count-boundaries.ts";
import { createCountSource, type SourceAnswers } from "../proof/count-source.ts";
import { forgetDamagedHeads } from "../proof/forget-damaged-heads.ts";
import { narrowWindows } from "../proof/narrow-windows.ts";
import { unreadSlices } from "../proof/plan-reading.ts";
import { beginProof, readProof } from "../proof/proof-state.ts";
import { isEqual, type ProofWindow, readWindows } from "../proof/proof-window.ts";
import { conclude, type ProofStep, type Proving } from "../proof/proving.ts";
import { readOutright } from "../proof/read-outright.ts";
import type { ActivityDependencies } from "./dependencies.ts";
import { keepAlive } from "./keep-alive.ts";
import type { RequestedWindow } from "./plan-slices.ts";
import { probeForRun } from "./probe-for-run.ts";

export interface ProofRequest {
  /** The window of a requested proof; null for the proof at the end of a run. */
  requested: RequestedWindow | null;
  /** Only reports the windows that differ. */
  dryRun: boolean;
}

/**
 * Advances the proof until it needs a read or has a verdict: counts both sides since some times, bisects windows that differ, requests
 * reads of small windows and resolves them. Its state is in the ledger, so a repeated attempt continues.
 */
export function createAdvanceProof(dependencies: ActivityDependencies) {
  const { sql, settings } = dependencies;
  return async (run: RunReference, { requested, dryRun }: ProofRequest): Promise<ProofStep> => {
    const { attempt, heartbeatDetails } = activityInfo();
    const answers: SourceAnswers = { ...(heartbeatDetails as SourceAnswers | undefined) };
    using _alive = keepAlive(() => answers);
    if (attempt === 1) await noteProgress(sql, run.runId);
    await beginProof(sql, run);
    const probe = probeForRun(dependencies, run);
    for (;;) {
      const proof = await readProof(sql, run, settings.SOURCE_PAGE_SIZE);
      if (proof.verdict !== "counting") return { verdict: proof.verdict };
      const slices = await unreadSlices(sql, run);
      if (slices.length > 0) return { slices };
      const step = await nextStep({
        sql,
        run,
        proof,
        requested: requested && { from: toDate(requested.from), to: toDate(requested.to) },
        dryRun,
        countSource: createCountSource(probe, proof.excludesUpdatedSince, {
          answers,
          keep: () => heartbeat(answers),
        }),
        endSnapshot() {
          for (const asked of Object.keys(answers)) delete answers[asked];
          heartbeat(answers);
        },
        maxRequests: settings.PROOF_MAX_REQUESTS,
        scrubDays: settings.SCRUB_DAYS,
      });
      if (step) return step;
    }
  };
}

/** @returns null when there is more to do without reading. */
async function nextStep(proving: Proving): Promise<ProofStep | null> {
  const { sql, run } = proving;
  let windows = await readWindows(sql, run.runId);
  if (windows.length === 0) {
    await forgetDamagedHeads(proving);
    await addScrub(proving);
    windows = await readWindows(sql, run.runId);
    // Before counting: the rotation advances even if the source changes constantly.
    if (windows.length > 0) return readOutright(proving, windows);
  }
  const has = (verdict: ProofWindow["verdict"]) => windows.some((window) => window.verdict === verdict);
  if (windows.some(({ verdict, sliceNo }) => verdict === "reading" && sliceNo !== null))
    return confirmWindows(proving, windows);
  if (!windows.some(({ origin }) => origin === "boundary" || origin === "half"))
    return countBoundaries(proving);
  if (has("differs")) return narrowWindows(proving, windows);
  if (has("reading")) return readOutright(proving, windows);
  if (await mustRecount(proving)) return countBoundaries(proving);
  if (!has("unsettled")) return conclude(proving, "proved");
  const unexplained = windows.some((window) => window.verdict === "unsettled" && !isEqual(window));
  return conclude(proving, unexplained ? "read_in_full" : "being_checked");
}

const toDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));
