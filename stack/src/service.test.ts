import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { closeServer, findFreePort, listenOn } from "./free-port.ts";
import { assertPortsFree, chooseFreePorts } from "./ports.ts";
import { isHealthy, waitUntilReady } from "./ready.ts";
import { startService } from "./service.ts";
import { createSupervisor, type Supervisor } from "./supervisor.ts";

// Programs start slowly on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let supervisor: Supervisor;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "service-"));
  supervisor = createSupervisor();
});
afterEach(async () => {
  await supervisor.close();
  await rm(folder, { recursive: true });
});

/** A web server that is ready when it answers. */
async function launch(
  port: number,
  script = `require("node:http").createServer((_, r) => r.end()).listen(${port})`,
) {
  const process = await supervisor.spawn({
    name: "web",
    command: globalThis.process.execPath,
    args: ["--eval", script],
    env: {},
    cwd: folder,
    logFile: join(folder, "web.log"),
  });
  await waitUntilReady(process, () => isHealthy(`http://127.0.0.1:${port}`), 10_000);
  return { process };
}

test("restarts a killed service on its port with a new process id", async () => {
  const port = await findFreePort();
  const { service } = await startService(() => launch(port));
  const { pid } = service;
  service.kill("SIGKILL");
  await service.exited;
  await service.restart();
  expect(service.pid).not.toBe(pid);
  expect(await isHealthy(`http://127.0.0.1:${port}`)).toBe(true);
});

test("reports a used port, and starts when it is free", async () => {
  const ports = await chooseFreePorts();
  const { service } = await startService(() => launch(ports.dashboard), {
    beforeRestart: () => assertPortsFree(ports, ["dashboard"]),
  });
  service.kill("SIGKILL");
  await service.exited;
  const taker = await listenOn(ports.dashboard);
  await expect(service.restart()).rejects.toThrow(
    new RegExp(`^Port ${ports.dashboard} is taken by .* set DASHBOARD_PORT to another port\\.$`),
  );
  await closeServer(taker);
  await service.restart();
  expect(await isHealthy(`http://127.0.0.1:${ports.dashboard}`)).toBe(true);
});

test("reports a service that ends at its start in one line, with its log and the remedy", async () => {
  const port = await findFreePort();
  const scripts = [undefined, `console.error("FATAL: the disk is full"); process.exit(1)`];
  const { service } = await startService(() => launch(port, scripts.shift()), { remedy: "Make room." });
  service.kill("SIGKILL");
  await service.exited;
  await expect(service.restart()).rejects.toThrow(
    `web ended with exit code 1 (its log ${join(folder, "web.log")} says: FATAL: the disk is full). Make room.`,
  );
});
