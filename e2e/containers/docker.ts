import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";

/** Longer than anything takes here: building a server on a small machine. */
const TIMEOUT_MS = 40 * 60_000;

interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Shows the output in this terminal, instead of returning it. */
  shown?: boolean;
}

/** @throws with the end of its error output if the command fails */
export async function run(
  command: string,
  args: readonly string[],
  { cwd = REPOSITORY, env = {}, shown = false }: CommandOptions = {},
): Promise<string> {
  const output = shown ? "inherit" : "pipe";
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", output, output],
    timeout: TIMEOUT_MS,
  });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, "close"),
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
  ]);
  if (code === 0) return stdout.trim();
  throw new Error(`\`${[command, ...args].join(" ")}\` failed (${code}):\n${stderr.slice(-2_000)}`);
}

export const docker = (args: readonly string[], options?: CommandOptions): Promise<string> =>
  run("docker", args, options);

export const succeeds = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );

/** @throws with what is missing, and how to get it */
export async function requireEngine(): Promise<void> {
  if (!(await succeeds(docker(["info"]))))
    throw new Error(
      "No container engine answers `docker info`: install and start one, such as Docker, or set DOCKER_HOST to its socket.",
    );
  if (!(await succeeds(docker(["compose", "version"]))))
    throw new Error("`docker compose` is missing: install the Compose plugin of Docker.");
}
