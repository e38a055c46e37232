import { activityInfo, heartbeat } from "@temporalio/activity";
import { isGoldCurrent } from "../gold/is-gold-current.ts";
import type { RunReference } from "../ledger/run-reference.ts";
import { noteProgress } from "../ledger/source-waits.ts";
import { nextStep } from "../proof/next-step.ts";
import { unreadSlices } from "../proof/proof-slices.ts";
import { beginProof, type ProofVerdict, readProof } from "../proof/proof-state.ts";
import { createSourceCounter, type SourceAnswers } from "../proof/source-counter.ts";
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

/** Slices that the run must read before the proof continues; or the verdict, and whether nothing is left to transform. */
export type ProofAdvance = { slices: number[] } | { verdict: ProofVerdict; goldIsCurrent: boolean };

/**
 * Advances the proof until it needs a read or has a verdict: counts both sides since some times, bisects windows that differ, requests
 * reads of small windows and resolves them. Its state is in the ledger, so a repeated attempt continues.
 */
export function createAdvanceProof(dependencies: ActivityDependencies) {
  const { sql, settings } = dependencies;
  return async (run: RunReference, { requested, dryRun }: ProofRequest): Promise<ProofAdvance> => {
    const { attempt, heartbeatDetails } = activityInfo();
    const answers: SourceAnswers = { ...(heartbeatDetails as SourceAnswers | undefined) };
    using _alive = keepAlive(() => answers);
    if (attempt === 1) await noteProgress(sql, run.runId);
    await beginProof(sql, run);
    const probe = probeForRun(dependencies, run);
    for (;;) {
      const proof = await readProof(sql, run, settings.SOURCE_PAGE_SIZE);
      if (proof.verdict !== "counting")
        return { verdict: proof.verdict, goldIsCurrent: await isGoldCurrent(sql) };
      const slices = await unreadSlices(sql, run);
      if (slices.length > 0) return { slices };
      const step = await nextStep({
        sql,
        run,
        proof,
        requested: requested && { from: toDate(requested.from), to: toDate(requested.to) },
        dryRun,
        sourceCounter: createSourceCounter(probe, proof.excludesUpdatedSince, {
          answers,
          onAnswer: () => heartbeat(answers),
        }),
        endSnapshot() {
          for (const time of Object.keys(answers)) delete answers[time];
          heartbeat(answers);
        },
        maxRequests: settings.PROOF_MAX_REQUESTS,
        scrubDays: settings.SCRUB_DAYS,
      });
      if (step && "slices" in step) return step;
    }
  };
}

const toDate = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));
