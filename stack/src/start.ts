import { Command } from "commander";
import { ConfigError, loadConfig } from "./config.ts";
import { applySchedule, runPipelineOnce } from "./first-run.ts";
import { keepRunning } from "./keep-running.ts";
import { watchLauncher } from "./launcher.ts";
import { showProgress } from "./progress.ts";
import type { ReportDetail } from "./servers.ts";
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
const stopping = new AbortController();
/** Of the current step. */
let reportInStep: ReportDetail | undefined;

// The terminal may be closed during shutdown.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
process.on("SIGINT", () => (stopping.signal.aborted ? force() : stop(0, "Ctrl-C")));
process.on("SIGTERM", () => stop(0, "SIGTERM"));
process.on("SIGHUP", () => stop(0, "The terminal was closed"));
await watchLauncher(() => stop(0, "The program that launched this one has ended"));

try {
  await start();
} catch (error) {
  // Services that were starting during shutdown fail; ignore it.
  if (!stopping.signal.aborted) {
    process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
    await stop(error instanceof ConfigError ? 2 : 1);
  }
}

async function start(): Promise<void> {
  const config = loadConfig(process.env);
  const environment = { NODE_ENV: "production", ...process.env };
  const stack = await startStack({ config, supervisor, fresh, environment, step: showProgress });
  const { signal } = stopping;
  const services = keepRunning(stack.services, { signal, report });
  await showStep("Schedule", () => services.repeatAfterRestarts(() => applySchedule(stack, supervisor)));
  process.stdout.write(`${describeStack(stack, config)}\n`);
  const firstRun = await showStep("Run of the pipeline", () =>
    services.repeatAfterRestarts(() => runPipelineOnce(stack, supervisor)),
  );
  process.stdout.write(`${describeRun(firstRun)}\n`);
  process.stdout.write("Ctrl-C stops everything; the data stays.\n");
}

function showStep<T>(title: string, work: () => Promise<T>): Promise<T> {
  return showProgress(title, (reportDetail) => {
    reportInStep = reportDetail;
    return work().finally(() => {
      reportInStep = undefined;
    });
  });
}

/** While a step is shown, written lines appear only after its end, so the line is also shown as its detail. */
function report(line: string): void {
  reportInStep?.(line);
  process.stderr.write(`${new Date().toLocaleTimeString("sv")} ${line}\n`);
}

async function stop(exitCode: number, reason?: string): Promise<void> {
  if (stopping.signal.aborted) return;
  stopping.abort();
  if (reason) process.stdout.write(`\n${reason}: stopping, a second Ctrl-C kills.\n`);
  await supervisor.close();
  process.exit(exitCode);
}

function force(): never {
  supervisor.kill();
  process.exit(130);
}
