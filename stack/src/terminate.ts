import { setTimeout as delay } from "node:timers/promises";
import { readProcessInfo } from "./process-info.ts";

const POLL_MS = 20;

/** The signal that stops a process, and the time-out after which its process group is killed. */
export interface Termination {
  readonly signal: NodeJS.Signals;
  readonly timeoutMs: number;
}

/**
 * Stops the process `pid`, a group leader, and waits until it has ended: sends its signal, and after the time-out SIGKILL. Then
 * kills the rest of its group. An ended process is not an error; a process of another user is not signalled.
 */
export async function terminate(pid: number, { signal, timeoutMs }: Termination): Promise<void> {
  if (signalProcess(pid, signal) === "not ours") return;
  await isGoneWithin(pid, timeoutMs);
  send(-pid, "SIGKILL");
  await isGoneWithin(pid, 5_000);
}

/**
 * Signals a process, or its group by a negative id. Returns false if it has ended or belongs to another user: such a process
 * has reused the id, because this process can signal all that it started.
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
 * Also works for processes of other users. A zombie is not alive: an orphan stays one until the init process reaps it.
 */
export async function isAlive(pid: number): Promise<boolean> {
  return signalProcess(pid, 0) !== "gone" && (await readProcessInfo(pid))?.state !== "Z";
}
