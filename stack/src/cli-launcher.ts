import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { findDataDir } from "./config.ts";
import { locateDataDir } from "./data-dir.ts";
import { explainUnreachable, type RequiredServer } from "./explain-unreachable.ts";
import { readStackEnv } from "./stack-env.ts";

/** As the exit codes of `pipeline` have it: the environment is wrong. */
const UNREACHABLE = 2;

/**
 * Runs a command line against the running stack, in this terminal, and ends as it ends. What the environment says goes
 * before what the stack says. When the stack's part of `required` is not there, says so in one sentence instead.
 */
export async function launchCli(
  command: string,
  args: readonly string[],
  required: readonly RequiredServer[],
): Promise<void> {
  const data = locateDataDir(findDataDir(process.env));
  const stackEnv = await readStackEnv(data.stackEnv);
  const problem = await explainUnreachable({
    required,
    environment: process.env,
    stackEnv,
    lockFile: data.lock,
  });
  if (problem !== undefined) {
    process.stderr.write(`${problem}\n`);
    process.exitCode = UNREACHABLE;
    return;
  }
  const env = { ...stackEnv, ...process.env };
  const child = spawn(command, args, { stdio: "inherit", env });
  // A Ctrl-C in the terminal reaches the child by itself; a SIGTERM reaches only us.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code, signal] = await once(child, "exit");
  process.exitCode = code ?? 128 + constants.signals[signal as NodeJS.Signals];
}
