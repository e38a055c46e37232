import { setTimeout as delay } from "node:timers/promises";
import { readProcessInfo } from "./process-info.ts";

const POLL_MS = 20;

/** How a process likes to be stopped, and how long it may take before its whole group is killed. */
export interface Termination {
  readonly signal: NodeJS.Signals;
  readonly timeoutMs: number;
}

/**
 * Stops the process `pid`, the leader of its group, and waits until it is gone: first its signal, and after the time-out
 * SIGKILL. What it leaves in its group is killed. A process that is gone already is fine; another user's is left alone.
 */
export async function terminate(pid: number, { signal, timeoutMs }: Termination): Promise<void> {
  if (signalProcess(pid, signal) === "not ours") return;
  await isGoneWithin(pid, timeoutMs);
  send(-pid, "SIGKILL");
  await isGoneWithin(pid, 5_000);
}

/**
 * Signals a process, or with a negative number its group; returns false when there is none any more, or none of ours:
 * what we started belongs to us, so that another user's process only has its number.
 */
export function send(pid: number, signal: NodeJS.Signals): boolean {
  return signalProcess(pid, signal) === "sent";
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): "sent" | "gone" | "not ours" {
  try {
    process.kill(pid, signal);
    return "sent";
  } catch (error) {
    const code = error instanceof Error && "code" in error && error.code;
    if (code === "ESRCH") return "gone";
    if (code === "EPERM") return "not ours";
    throw error;
  }
}

async function isGoneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

/**
 * Also of another user's process. An orphan stays a zombie for as long as the machine's first process does not reap it:
 * that is not alive.
 */
export async function isAlive(pid: number): Promise<boolean> {
  return signalProcess(pid, 0) !== "gone" && (await readProcessInfo(pid))?.state !== "Z";
}
