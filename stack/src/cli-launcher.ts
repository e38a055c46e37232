import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { findDataDir } from "./config.ts";
import { locateDataDir } from "./data-dir.ts";
import { readStackEnv } from "./stack-env.ts";

/**
 * Runs a command line against the running stack, in this terminal, and ends as it ends. What the environment says goes
 * before what the stack says.
 */
export async function launchCli(command: string, args: readonly string[]): Promise<void> {
  const { stackEnv } = locateDataDir(findDataDir(process.env));
  const env = { ...(await readStackEnv(stackEnv)), ...process.env };
  const child = spawn(command, args, { stdio: "inherit", env });
  // A Ctrl-C in the terminal reaches the child by itself; a SIGTERM reaches only us.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code, signal] = await once(child, "exit");
  process.exitCode = code ?? 128 + constants.signals[signal as NodeJS.Signals];
}
