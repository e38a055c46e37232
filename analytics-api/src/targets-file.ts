import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The file that is used unless TARGETS_FILE names another. */
export const DEFAULT_TARGETS_FILE = fileURLToPath(new URL("../targets.json", import.meta.url));

const YEAR_MINUTES = 525_600;

const share = z.number().min(0).max(1);
const minutes = z.number().positive().max(YEAR_MINUTES);

/** What the team wants to keep. A target that is not set is not judged. */
const targetsSchema = z.strictObject({
  /** Smallest share of finished jobs that succeed, 0..1. */
  success_rate: share.optional(),
  /** Greatest age of the data. */
  freshness_minutes: minutes.optional(),
  /** Greatest 95th percentile of the durations of finished jobs. */
  duration_p95_minutes: minutes.optional(),
});

export type Targets = z.infer<typeof targetsSchema>;

const remedies: Record<string, string> = {
  success_rate: "use a share from 0 to 1, such as 0.95, or remove it",
  freshness_minutes: `use minutes, more than 0 and at most ${YEAR_MINUTES}, or remove it`,
  duration_p95_minutes: `use minutes, more than 0 and at most ${YEAR_MINUTES}, or remove it`,
};

/** The targets of a file, or a sentence about each problem. */
export function readTargets(path: string): { targets: Targets } | { problems: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = 'use a file with a JSON object such as {"success_rate": 0.95}; {} sets no target';
    return { problems: [`The targets file ${path} cannot be read (${reason}): ${remedy}.`] };
  }
  const { data, error } = targetsSchema.safeParse(json);
  return data
    ? { targets: data }
    : { problems: error.issues.flatMap((issue) => problemsOf(issue, path, json)) };
}

function problemsOf(issue: z.core.$ZodIssue, path: string, json: unknown): string[] {
  const known = Object.keys(targetsSchema.shape).join(", ");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => `${key} in ${path} is unknown: use ${known}.`);
  const field = issue.path[0];
  if (typeof field !== "string")
    return [`The targets file ${path} holds no JSON object: use one with ${known}.`];
  const value = JSON.stringify((json as Record<string, unknown>)[field]);
  return [`${field} in ${path} is ${value}: ${remedies[field]}.`];
}
