import type { RunHandle } from "./chaos-environment.ts";

/** Waits until a run has ended with any outcome. */
export const waitForEnd = (run: RunHandle) => run.result().catch(() => "failed, canceled or terminated");
