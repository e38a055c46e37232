import type { Tone } from "./components/Badge.svelte";
import type { RunOutcome } from "./pipeline.ts";

/** How good or bad the outcomes of a run are. */
export const outcomeTones: Record<RunOutcome, Tone> = {
  running: "info",
  succeeded: "good",
  succeeded_with_findings: "info",
  incomplete: "warn",
  failed: "bad",
  canceled: "neutral",
  abandoned: "warn",
};

/** Findings do not make a run less successful, but they are to be seen. */
export const hasSucceeded = (outcome: RunOutcome): boolean =>
  outcome === "succeeded" || outcome === "succeeded_with_findings";
