import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { identifyProcess, isNumberReused, isStillRunning } from "./process-identity.ts";
import { isAlive, send, terminate } from "./terminate.ts";

const NO_PROCESS = 2 ** 22 + 1;

/** As the kernel answers whoever signals a process of another user. */
function refuseSignals(): void {
  const kill = vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
  });
  onTestFinished(() => kill.mockRestore());
}

test("another user's process is alive and is not stopped", async () => {
  refuseSignals();
  expect(await isAlive(process.ppid)).toBe(true);
  expect(send(process.ppid, "SIGTERM")).toBe(false);
  await terminate(process.ppid, { signal: "SIGTERM", timeoutMs: 60_000 });
});

test("an ended process is not alive, and stopping it is not an error", async () => {
  expect(await isAlive(NO_PROCESS)).toBe(false);
  expect(send(NO_PROCESS, "SIGTERM")).toBe(false);
  await terminate(NO_PROCESS, { signal: "SIGTERM", timeoutMs: 60_000 });
});

test.runIf(process.platform === "linux")("a number that another process got is not the process", async () => {
  const identity = await identifyProcess(process.pid);
  expect(await isStillRunning(identity)).toBe(true);
  expect(await isNumberReused(identity)).toBe(false);
  const earlier = { ...identity, startedAt: "1" };
  expect(await isStillRunning(earlier)).toBe(false);
  expect(await isNumberReused(earlier)).toBe(true);
});

test("a process that has ended has left its number to nobody yet", async () => {
  const child = spawn(process.execPath, ["--eval", ""]);
  const identity = await identifyProcess(child.pid ?? 0);
  await once(child, "exit");
  expect(await isStillRunning(identity)).toBe(false);
  expect(await isNumberReused(identity)).toBe(false);
});
