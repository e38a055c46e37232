import { join } from "node:path";
import { z } from "zod";
import { REPOSITORY } from "./repository.ts";
import type { Stack } from "./start-stack.ts";
import type { Supervisor } from "./supervisor.ts";

/** The figures of a finished run, as the pipeline's command line tells them. */
const figuresSchema = z.object({
  runNumber: z.number(),
  kind: z.string(),
  outcome: z.string(),
  recordsRead: z.number(),
  versionsWritten: z.number(),
  goldInserted: z.number(),
  goldUpdated: z.number(),
  rejected: z.number(),
  requests: z.number(),
  rateLimited: z.number(),
  seconds: z.number(),
  findings: z.array(z.object({ severity: z.string(), detail: z.string(), remedy: z.string() })),
});

export type RunFigures = z.infer<typeof figuresSchema>;

const resultSchema = z.union([
  figuresSchema,
  z.object({ outcome: z.literal("already-running"), busyWith: z.object({ runNumber: z.number() }) }),
  z.object({ outcome: z.string(), error: z.string() }),
]);

export type RunResult = z.infer<typeof resultSchema>;

/** The exit codes of a run that was told about: done, failed or incomplete, another one at work. */
const TOLD = [0, 1, 3];

/** Creates the schedule of the pipeline, or brings it to what the code says. */
export async function applySchedule(stack: Stack, supervisor: Supervisor): Promise<void> {
  await runPipelineCli(stack, supervisor, "schedule", ["schedule", "apply"]);
}

/** Runs the pipeline once, now, and waits for its end. */
export async function runPipelineOnce(stack: Stack, supervisor: Supervisor): Promise<RunResult> {
  const output = await runPipelineCli(
    stack,
    supervisor,
    "first-run",
    ["run", "--trigger", "start", "--json"],
    TOLD,
  );
  return resultSchema.parse(JSON.parse(output));
}

async function runPipelineCli(
  stack: Stack,
  supervisor: Supervisor,
  name: string,
  args: readonly string[],
  okCodes?: readonly number[],
): Promise<string> {
  const spec = {
    name,
    command: process.execPath,
    args: [join(REPOSITORY, "temporal/src/cli.ts"), ...args],
    env: stack.cliEnv,
    cwd: REPOSITORY,
    logFile: stack.logFile(name),
  };
  return supervisor.run(spec, okCodes);
}
