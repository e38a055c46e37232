import { Command } from "commander";
import { ConfigError, loadConfig } from "./config.ts";
import { applySchedule, runPipelineOnce } from "./first-run.ts";
import { watchLauncher } from "./launcher.ts";
import { describeExit } from "./process-exit.ts";
import { showProgress } from "./progress.ts";
import type { Service } from "./service.ts";
import { startStack } from "./start-stack.ts";
import { describeRun, describeStack } from "./summary.ts";
import { createSupervisor } from "./supervisor.ts";

const { fresh } = new Command("start")
  .description(
    "Starts the whole system on this machine and runs the pipeline once. Ctrl-C stops it; the data stays.",
  )
  .option("--fresh", "empty the data folder first", false)
  .parse()
  .opts<{ fresh: boolean }>();

const supervisor = createSupervisor();
let stopping = false;

// The terminal may be gone while we are still stopping.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
process.on("SIGINT", () => (stopping ? force() : stop(0, "Ctrl-C")));
process.on("SIGTERM", () => stop(0, "SIGTERM"));
process.on("SIGHUP", () => stop(0, "The terminal is gone"));
await watchLauncher(() => stop(0, "The program that launched this one is gone"));

try {
  await start();
} catch (error) {
  // What was being started when the end came fails, and that is nobody's problem.
  if (!stopping) {
    process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
    await stop(error instanceof ConfigError ? 2 : 1);
  }
}

async function start(): Promise<void> {
  const config = loadConfig(process.env);
  const environment = { NODE_ENV: "production", ...process.env };
  const stack = await startStack({ config, supervisor, fresh, environment, step: showProgress });
  for (const service of stack.services) void stopWhenEnded(service);
  await showProgress("Schedule", () => applySchedule(stack, supervisor));
  const firstRun = await showProgress("First run", () => runPipelineOnce(stack, supervisor));
  process.stdout.write(`${describeRun(firstRun)}\n${describeStack(stack, config)}\n`);
  process.stdout.write("Ctrl-C stops everything; the data stays.\n");
}

async function stopWhenEnded(service: Service): Promise<void> {
  const exit = await service.exited;
  if (stopping) return;
  process.stderr.write(`\n${await describeExit(service, exit)}\n`);
  await stop(1, `${service.name} is gone`);
}

async function stop(exitCode: number, reason?: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (reason) process.stdout.write(`\n${reason}: stopping, a second Ctrl-C kills.\n`);
  await supervisor.close();
  process.exit(exitCode);
}

function force(): never {
  supervisor.kill();
  process.exit(130);
}
