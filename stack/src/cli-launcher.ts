import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { loadConfig } from "./config.ts";
import { locateDataDir } from "./data-dir.ts";
import { readStackEnv } from "./stack-env.ts";

/**
 * Runs a command line against the running stack, in this terminal, and ends as it ends. What the environment says goes
 * before what the stack says.
 */
export async function launchCli(command: string, args: readonly string[]): Promise<void> {
  const { dataDir } = loadConfig(process.env);
  const stackEnv = await readStackEnv(locateDataDir(dataDir).stackEnv);
  const child = spawn(command, args, { stdio: "inherit", env: { ...stackEnv, ...process.env } });
  // A Ctrl-C in the terminal reaches the child by itself; a SIGTERM reaches only us.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code, signal] = await once(child, "exit");
  if (code !== 0 && !stackEnv) {
    process.stderr.write(
      `No stack runs on ${dataDir}: start it with \`npx pnpm@12 start\`, or set the addresses of yours.\n`,
    );
  }
  process.exitCode = code ?? 128 + constants.signals[signal as NodeJS.Signals];
}
