import type { Tone } from "./components/Badge.svelte";
import type { HealthState } from "./pipeline.ts";

/** How good or bad the states of the pipeline are. */
export const healthTones: Record<HealthState, Tone> = {
  healthy: "good",
  late: "warn",
  paused: "warn",
  failing: "bad",
  waiting: "neutral",
};
