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
