import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, vi } from "vitest";

const SCRIPT = fileURLToPath(new URL("../../temporal/src/worker.ts", import.meta.url));

export interface WorkerProcess {
  readonly process: ChildProcess;
  /** Its output so far. */
  output(): string;
  readonly exited: Promise<readonly [number | null, NodeJS.Signals | null]>;
}

/** Starts the worker in its own process, which ends with the test. Source and warehouse are not reachable, unless they are set. */
export function startWorkerProcess(environment: NodeJS.ProcessEnv): WorkerProcess {
  const child = spawn(process.execPath, [SCRIPT], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      SOURCE_API_URL: "http://127.0.0.1:1",
      SOURCE_API_KEY: "worker-process-tests",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exited = once(child, "close").then(([code, signal]) => [code, signal] as const);
  return { process: child, output: () => output, exited };
}

const healthOf = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health`).then(
    ({ status }) => status,
    () => "no answer",
  );

/** @param port the worker's WORKER_HEALTH_PORT */
export async function waitUntilHealthy(port: number): Promise<void> {
  await vi.waitFor(async () => expect(await healthOf(port)).toBe(200), { timeout: 40_000, interval: 100 });
}
