import type { Run } from "./pipeline.ts";

/** Failure types of the pipeline. The error of a failed run starts with its type and a colon. */
export const failureTypes = [
  "SourceSilent",
  "SourceRefused",
  "SourceRedirected",
  "SourceUnauthorized",
  "SourceContractBroken",
  "TooManyRejects",
  "GenerationSuperseded",
  "PipelineError",
] as const;

export type RunErrorKind = (typeof failureTypes)[number] | "failed" | "canceled" | "abandoned" | "incomplete";

/** Classifies the pipeline's English error of a run; "failed" if the failure type is unknown. */
export function runErrorKind(outcome: Run["outcome"], error: string): RunErrorKind {
  if (outcome === "canceled" || outcome === "abandoned" || outcome === "incomplete") return outcome;
  return failureTypes.find((type) => error.startsWith(`${type}: `)) ?? "failed";
}
