import type { RunHandle } from "./chaos-environment.ts";

/** Waits until a run has ended, in whatever way. */
export const finish = (run: RunHandle) => run.result().catch(() => "failed, canceled or terminated");
