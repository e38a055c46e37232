import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { ProcessExit, SupervisedProcess } from "./supervisor.ts";

const POLL_MS = 50;
const LOG_TAIL_LINES = 12;

/**
 * Waits until `isReady` says yes. Throws, with the last lines of its log, when the process ends before or is not
 * ready after `timeoutMs`.
 */
export async function waitUntilReady(
  process: SupervisedProcess,
  isReady: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  do {
    // First whether it still lives: what answers on its port might be another program.
    const exit = await Promise.race([process.exited, delay(POLL_MS)]);
    if (exit) throw new Error(await describeExit(process, exit));
    if (await isReady()) return;
  } while (performance.now() < deadline);
  throw new Error(
    `${process.name} was not ready after ${timeoutMs / 1000} s. ${await describeLog(process.logFile)}`,
  );
}

/** One sentence on how a process ended, then the last lines of its log and where the rest is. */
export async function describeExit(process: SupervisedProcess, exit: ProcessExit): Promise<string> {
  const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
  return `${process.name} ended with ${how}. ${await describeLog(process.logFile)}`;
}

async function describeLog(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, "utf8")).trimEnd().split("\n").slice(-LOG_TAIL_LINES);
  return `Its log is ${logFile}; the last lines:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
