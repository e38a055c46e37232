import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A source API in its own process. */
export interface SourceProcess {
  readonly url: string;
  readonly apiKey: string;
  readonly adminKey: string;
  /** From the start of the process until it listens. */
  readonly bootMs: number;
  stop(): Promise<void>;
}

const SERVER = fileURLToPath(new URL("server.ts", import.meta.resolve("@enrichment-monitor/source-api")));

/** @throws if the process ends before it listens */
export async function startSourceProcess(records: number): Promise<SourceProcess> {
  const apiKey = randomBytes(16).toString("hex");
  const adminKey = randomBytes(16).toString("hex");
  const begun = performance.now();
  const child = spawn(process.execPath, [SERVER], {
    env: {
      SOURCE_API_PORT: "0",
      SOURCE_API_KEY: apiKey,
      SOURCE_API_ADMIN_KEY: adminKey,
      SOURCE_RECORDS: String(records),
      SOURCE_FAULTS: "calm",
    },
    // The server ends when this channel closes, so also when this process is killed.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const { stdout } = child;
  if (stdout === null) throw new Error("The source API has no standard output to read its address from.");
  for await (const line of createInterface(stdout)) {
    const { url }: { url?: string } = JSON.parse(line);
    if (url === undefined) continue;
    const bootMs = performance.now() - begun;
    stdout.resume();
    return { url, apiKey, adminKey, bootMs, stop };
  }
  throw new Error("The source API ended before it listened; its output says why.");

  async function stop(): Promise<void> {
    const exit = once(child, "exit");
    child.kill("SIGTERM");
    await exit;
  }
}
