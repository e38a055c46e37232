import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";

// On demand: `pnpm test:observability`. It needs promtool, which comes with Prometheus.

const FOLDER = join(REPOSITORY, "observability");

const CHECKS = [
  // And the rules that it names.
  ["check", "config", "prometheus.yml"],
  ["test", "rules", "alerts.test.yml"],
];

const TIMEOUT_MS = 60_000;

async function promtool(args: string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("promtool", args, { cwd: FOLDER, timeout: TIMEOUT_MS });
    return stdout;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Error(
        "This test needs promtool on the PATH: install Prometheus, such as by `apt-get install prometheus`.",
      );
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`promtool ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

try {
  for (const args of CHECKS) process.stdout.write(`promtool ${args.join(" ")}\n${await promtool(args)}`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
