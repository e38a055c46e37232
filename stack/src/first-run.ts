import { join } from "node:path";
import { z } from "zod";
import { REPOSITORY } from "./repository.ts";
import type { Stack } from "./start-stack.ts";
import type { Supervisor } from "./supervisor.ts";

/** The figures of a finished run, as printed by the pipeline's CLI. */
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

/** Exit codes with a result: succeeded, failed or incomplete, another run is active. */
const RESULT_EXIT_CODES = [0, 1, 3];

/** Creates or updates the schedule of the pipeline. */
export async function applySchedule(stack: Stack, supervisor: Supervisor): Promise<void> {
  await runPipelineCli(stack, supervisor, "schedule", ["schedule", "apply"]);
}

/** Runs the pipeline once and waits for its end. */
export async function runPipelineOnce(stack: Stack, supervisor: Supervisor): Promise<RunResult> {
  const output = await runPipelineCli(
    stack,
    supervisor,
    "first-run",
    ["run", "--trigger", "start", "--json"],
    RESULT_EXIT_CODES,
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
