import { once } from "node:events";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { createSupervisor } from "@enrichment-monitor/stack/supervisor";
import { isAlive } from "@enrichment-monitor/stack/terminate";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import {
  createSystemEnvironment,
  readReaperPid,
  runProgram,
  type SystemEnvironment,
  startSystem,
} from "./started-system.ts";

const supervisor = createSupervisor();
let environment: SystemEnvironment;

beforeAll(async () => {
  environment = await createSystemEnvironment(await supervisor.temporaryFolder("enrichment-monitor-start-"));
});
afterAll(() => supervisor.close());

async function start() {
  const started = await startSystem(environment);
  onTestFinished(() => void started.process.kill("SIGTERM"));
  return started;
}

test("start starts all services and prints their addresses; a SIGTERM stops everything and keeps the data", async () => {
  const { process: started, output } = await start();
  expect(output()).toMatch(/1 \(first load\), succeeded/);
  expect(output()).toContain(`http://127.0.0.1:${environment.variables.DASHBOARD_PORT}`);

  const second = runProgram(environment, "stack/src/start.ts");
  expect(second.status).toBe(1);
  expect(second.stderr).toContain(`Another start (process ${started.pid}) runs on ${environment.dataDir}`);

  const status = runProgram(environment, "stack/src/pipeline-cli.ts", "status", "--json");
  expect(status.status).toBe(0);

  const reaper = await readReaperPid(environment);
  started.kill("SIGTERM");
  expect(await once(started, "exit")).toEqual([0, null]);
  expect(await isAlive(reaper)).toBe(false);
  await expect(access(join(environment.dataDir, "stack.env.json"))).rejects.toThrow("ENOENT");
});

test("after a kill -9 all services are stopped in order, and the next start has all data", async () => {
  const { process: started } = await start();
  const reaper = await readReaperPid(environment);
  started.kill("SIGKILL");
  await vi.waitFor(async () => expect(await isAlive(reaper)).toBe(false), { timeout: 60_000, interval: 100 });
  const { output } = await start();
  expect(output()).toMatch(/Gold rows +│ 0 inserted/);
});
