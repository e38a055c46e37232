export type RunWaitKind = "rate_limited" | "trouble";

/** Classifies the pipeline's English reason why an open run waits. */
export const runWaitKind = (reason: string): RunWaitKind =>
  /\b429\b|asked this run to wait/.test(reason) ? "rate_limited" : "trouble";
