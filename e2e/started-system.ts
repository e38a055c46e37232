import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseFreePorts, PORTS, type PortName } from "@enrichment-monitor/stack/ports";
import { expect, vi } from "vitest";

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));

/** A data folder and ports for several starts, one after the other. */
export interface SystemEnvironment {
  readonly variables: NodeJS.ProcessEnv;
  readonly dataDir: string;
}

/** @param folder the parent of the data folder */
export async function createSystemEnvironment(folder: string): Promise<SystemEnvironment> {
  const dataDir = join(folder, "data");
  const ports = Object.entries(await chooseFreePorts());
  const variables = {
    ...process.env,
    NODE_ENV: "production",
    ENRICHMENT_MONITOR_DATA_DIR: dataDir,
    SOURCE_RECORDS: "500",
    // A later start then inserts only records that were lost.
    SOURCE_ARRIVALS_PER_5_MINUTES: "0",
    ...Object.fromEntries(ports.map(([name, port]) => [PORTS[name as PortName].variable, String(port)])),
  };
  return { variables, dataDir };
}

export interface StartedSystem {
  readonly process: ChildProcess;
  /** Its output so far. */
  output(): string;
}

/** Starts the system like `pnpm start`, and waits until it is up. The caller ends it. */
export async function startSystem({ variables }: SystemEnvironment): Promise<StartedSystem> {
  const child = spawn(process.execPath, ["stack/src/start.ts"], { cwd: REPOSITORY, env: variables });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  await vi.waitFor(() => expect(output).toContain("Ctrl-C stops everything"), {
    timeout: 240_000,
    interval: 100,
  });
  return { process: child, output: () => output };
}

/** Runs one of the repository's programs and waits for its end. */
export const runProgram = ({ variables }: SystemEnvironment, script: string, ...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], { cwd: REPOSITORY, env: variables, encoding: "utf8" });

/** The process of the system whose command line matches `pattern`. */
export function findPart({ process: started }: StartedSystem, pattern: string): number {
  const { stdout } = spawnSync("pgrep", ["--parent", String(started.pid), "--full", pattern], {
    encoding: "utf8",
  });
  const pids = stdout.split("\n").filter(Boolean).map(Number);
  if (pids.length !== 1) throw new Error(`${pids.length} processes of the system match ${pattern}.`);
  return pids[0] ?? 0;
}

export const readReaperPid = async ({ dataDir }: SystemEnvironment): Promise<number> =>
  JSON.parse(await readFile(join(dataDir, "lock.json"), "utf8")).reaper.pid;
