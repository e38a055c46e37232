import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { findDataDir } from "./config.ts";
import { locateDataDir } from "./data-dir.ts";
import { explainUnreachable, type RequiredServer } from "./explain-unreachable.ts";
import { readStackEnv } from "./stack-env.ts";

/** The exit code of `pipeline` for a wrong environment. */
const UNREACHABLE = 2;

/**
 * The environment of a CLI command against the running stack. The caller's environment takes precedence over the stack's settings.
 *
 * @returns null if a required server of the stack is not reachable; the reason has then been printed
 */
export async function readCliEnvironment(
  required: readonly RequiredServer[],
): Promise<NodeJS.ProcessEnv | null> {
  const data = locateDataDir(findDataDir(process.env));
  const stackEnv = await readStackEnv(data.stackEnv);
  const problem = await explainUnreachable({
    required,
    environment: process.env,
    stackEnv,
    lockFile: data.lock,
  });
  if (problem === undefined) return { ...stackEnv, ...withoutEmpty(process.env) };
  process.stderr.write(`${problem}\n`);
  process.exitCode = UNREACHABLE;
  return null;
}

const withoutEmpty = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));

/** Runs a CLI against the running stack in this terminal, and exits with its exit code. */
export async function launchCli(
  command: string,
  args: readonly string[],
  required: readonly RequiredServer[],
): Promise<void> {
  const env = await readCliEnvironment(required);
  if (env === null) return;
  const child = spawn(command, args, { stdio: "inherit", env });
  // Ctrl-C reaches the child directly; SIGTERM reaches only this process.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const [code, signal] = await once(child, "exit");
  process.exitCode = code ?? 128 + constants.signals[signal as NodeJS.Signals];
}
