import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseFreePorts, PORTS, type PortName } from "@enrichment-monitor/stack/ports";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { isAlive } from "@enrichment-monitor/stack/terminate";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));

const supervisor = createSupervisor();
let environment: NodeJS.ProcessEnv;
let dataDir: string;

beforeAll(async () => {
  dataDir = join(await supervisor.temporaryFolder("enrichment-monitor-start-"), "data");
  const ports = Object.entries(await chooseFreePorts());
  environment = {
    ...process.env,
    NODE_ENV: "production",
    ENRICHMENT_MONITOR_DATA_DIR: dataDir,
    SOURCE_RECORDS: "500",
    // What a later start inserts is then only what was lost.
    SOURCE_ARRIVALS_PER_5_MINUTES: "0",
    ...Object.fromEntries(ports.map(([name, port]) => [PORTS[name as PortName].variable, String(port)])),
  };
});
afterAll(() => supervisor.close());

/** Starts the system as `pnpm start` does, and waits until it says that it is up. */
async function start(): Promise<{ process: ChildProcess; output: () => string }> {
  const child = spawn(process.execPath, ["stack/src/start.ts"], { cwd: REPOSITORY, env: environment });
  onTestFinished(() => void child.kill("SIGTERM"));
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

const reaperPid = async (): Promise<number> =>
  JSON.parse(await readFile(join(dataDir, "lock.json"), "utf8")).reaper.pid;

const runHere = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], { cwd: REPOSITORY, env: environment, encoding: "utf8" });

test("start brings everything up, says where, and a SIGTERM leaves nothing behind but the data", async () => {
  const { process: started, output } = await start();
  expect(output()).toMatch(/1, succeeded/);
  expect(output()).toContain(`http://127.0.0.1:${environment.DASHBOARD_PORT}`);

  const second = runHere("stack/src/start.ts");
  expect(second.status).toBe(1);
  expect(second.stderr).toContain(`Another start (process ${started.pid}) runs on ${dataDir}`);

  const status = runHere("stack/src/pipeline-cli.ts", "status", "--json");
  expect(status.status).toBe(0);

  const reaper = await reaperPid();
  started.kill("SIGTERM");
  expect(await once(started, "exit")).toEqual([0, null]);
  expect(await isAlive(reaper)).toBe(false);
  await expect(access(join(dataDir, "stack.env.json"))).rejects.toThrow("ENOENT");
});

test("a service that dies ends everything, with its name and the end of its log", async () => {
  const { process: started, output } = await start();
  const workers = spawnSync("pgrep", ["--parent", String(started.pid), "--full", "temporal/src/worker.ts"], {
    encoding: "utf8",
  });
  process.kill(Number(workers.stdout), "SIGKILL");
  expect(await once(started, "exit")).toEqual([1, null]);
  expect(output()).toMatch(/worker ended with signal SIGKILL\. Its log is .*worker\.log; the last lines:/);
});

test("after a kill -9 everything is stopped in order, and the next start has all data", async () => {
  const { process: started } = await start();
  const reaper = await reaperPid();
  started.kill("SIGKILL");
  await vi.waitFor(async () => expect(await isAlive(reaper)).toBe(false), { timeout: 60_000, interval: 100 });
  const { output } = await start();
  expect(output()).toMatch(/Gold rows +│ 0 inserted/);
});
