import { m } from "./paraglide/messages.js";

export type RunWaitKind = "rate_limited" | "trouble";

/** Classifies the pipeline's English reason why an open run waits. */
export const runWaitKind = (reason: string): RunWaitKind =>
  /\b429\b|asked this run to wait/.test(reason) ? "rate_limited" : "trouble";

export const waitLabels: Record<RunWaitKind, () => string> = {
  rate_limited: m.run_wait_rate_limited,
  trouble: m.run_wait_trouble,
};
