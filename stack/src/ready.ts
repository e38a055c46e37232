import { setTimeout as delay } from "node:timers/promises";
import {
  describeExit,
  describeExitBriefly,
  describeLog,
  EndedEarlyError,
  NotReadyError,
  quoteLog,
} from "./process-exit.ts";
import type { SupervisedProcess } from "./supervisor.ts";

const POLL_MS = 50;

/**
 * Waits until `isReady` returns true. Throws an EndedEarlyError if the process ends first, and a NotReadyError if it is not ready
 * after `timeoutMs`; both have the last lines of its log. The process is then stopped.
 */
export async function waitUntilReady(
  process: SupervisedProcess,
  isReady: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  try {
    await poll(process, isReady, timeoutMs);
  } catch (error) {
    await process.stop();
    throw error;
  }
}

async function poll(
  process: SupervisedProcess,
  isReady: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  do {
    // Check the process first: another program could answer on its port.
    const exit = await Promise.race([process.exited, delay(POLL_MS)]);
    if (exit)
      throw new EndedEarlyError(await describeExitBriefly(process, exit), await describeExit(process, exit));
    if (await isReady()) return;
  } while (performance.now() < deadline);
  const brief = `${process.name} was not ready after ${timeoutMs / 1000} s`;
  throw new NotReadyError(`${brief} (${await quoteLog(process)})`, `${brief}. ${await describeLog(process)}`);
}

/** Whether `url` returns a success. */
export async function isHealthy(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    async (response) => {
      await response.body?.cancel();
      return response.ok;
    },
    () => false,
  );
}
