import { join } from "node:path";
import { z } from "zod";
import { REPOSITORY } from "./repository.ts";
import type { Stack } from "./start-stack.ts";
import type { Supervisor } from "./supervisor.ts";

/** What the pipeline's command line tells of a run. */
const figuresSchema = z.object({
  runNumber: z.number(),
  outcome: z.string(),
  recordsRead: z.number(),
  versionsWritten: z.number(),
  goldInserted: z.number(),
  goldUpdated: z.number(),
  rejected: z.number(),
  requests: z.number(),
  rateLimited: z.number(),
  seconds: z.number(),
});

export type RunFigures = z.infer<typeof figuresSchema>;

/** Creates the schedule of the pipeline, or brings it to what the code says. */
export async function applySchedule(stack: Stack, supervisor: Supervisor): Promise<void> {
  await runPipelineCli(stack, supervisor, "schedule", ["schedule", "apply"]);
}

/** Runs the pipeline once, now, and waits for its end. */
export async function runPipelineOnce(stack: Stack, supervisor: Supervisor): Promise<RunFigures> {
  const output = await runPipelineCli(stack, supervisor, "first-run", [
    "run",
    "--trigger",
    "start",
    "--json",
  ]);
  return figuresSchema.parse(JSON.parse(output));
}

async function runPipelineCli(
  stack: Stack,
  supervisor: Supervisor,
  name: string,
  args: readonly string[],
): Promise<string> {
  return supervisor.run({
    name,
    command: process.execPath,
    args: [join(REPOSITORY, "temporal/src/cli.ts"), ...args],
    env: stack.serviceEnv,
    cwd: REPOSITORY,
    logFile: stack.logFile(name),
  });
}
