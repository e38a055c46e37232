import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { identifyProcess, isPidReused, isStillRunning } from "./process-identity.ts";
import { isAlive, send, terminate } from "./terminate.ts";

const NO_PROCESS = 2 ** 22 + 1;

/** Simulates the kernel's answer to a signal for a process of another user. */
function refuseSignals(): void {
  const kill = vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
  });
  onTestFinished(() => kill.mockRestore());
}

test("a process of another user is alive and is not terminated", async () => {
  refuseSignals();
  expect(await isAlive(process.ppid)).toBe(true);
  expect(send(process.ppid, "SIGTERM")).toBe(false);
  await terminate(process.ppid, { signal: "SIGTERM", timeoutMs: 60_000 });
});

test("an ended process is not alive, and terminating it is not an error", async () => {
  expect(await isAlive(NO_PROCESS)).toBe(false);
  expect(send(NO_PROCESS, "SIGTERM")).toBe(false);
  await terminate(NO_PROCESS, { signal: "SIGTERM", timeoutMs: 60_000 });
});

test.runIf(process.platform === "linux")(
  "distinguishes a process from another one with the same process id",
  async () => {
    const identity = await identifyProcess(process.pid);
    expect(await isStillRunning(identity)).toBe(true);
    expect(await isPidReused(identity)).toBe(false);
    const earlier = { ...identity, startedAt: "1" };
    expect(await isStillRunning(earlier)).toBe(false);
    expect(await isPidReused(earlier)).toBe(true);
  },
);

test("an ended process is not running, and its process id is not reused", async () => {
  const child = spawn(process.execPath, ["--eval", ""]);
  const identity = await identifyProcess(child.pid ?? 0);
  await once(child, "exit");
  expect(await isStillRunning(identity)).toBe(false);
  expect(await isPidReused(identity)).toBe(false);
});
