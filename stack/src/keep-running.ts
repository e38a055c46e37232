import { setTimeout as delay } from "node:timers/promises";
import { describeExitBriefly } from "./process-exit.ts";
import type { Service } from "./service.ts";

/** Times in milliseconds. */
export interface RestartPolicy {
  /** Before the first attempt; doubled before each next one. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** After this uptime the delay starts at `firstDelayMs` again. */
  readonly stableMs: number;
}

const POLICY: RestartPolicy = { firstDelayMs: 500, longestDelayMs: 30_000, stableMs: 60_000 };

export interface KeepRunningOptions {
  /** Stops watching: no service is restarted after it. */
  readonly signal: AbortSignal;
  /** Called with one line for each exit, restart, and new reason why a service cannot start. */
  readonly report: (line: string) => void;
  readonly policy?: RestartPolicy;
}

export interface ServiceWatch {
  /** Runs `work`, and repeats it if it failed while a service was down. Other errors are rethrown. */
  repeatAfterRestarts<T>(work: () => Promise<T>): Promise<T>;
}

/** Restarts each service that exits, until `signal`. */
export function keepRunning(services: readonly Service[], options: KeepRunningOptions): ServiceWatch {
  const recoveries = new Set<Promise<void>>();
  let exits = 0;

  async function keep(service: Service): Promise<void> {
    const { signal, report, policy = POLICY } = options;
    let delayMs = policy.firstDelayMs;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const exit = await service.exited;
      if (signal.aborted) return;
      // The delay grows further for a service that exits soon after a successful start.
      if (performance.now() - startedAt >= policy.stableMs) delayMs = policy.firstDelayMs;
      const recovery = Promise.withResolvers<void>();
      recoveries.add(recovery.promise);
      exits++;
      const how = await describeExitBriefly(service, exit);
      report(`${how}: restarting in ${inSeconds(delayMs)}.`);
      delayMs = await recover(service, delayMs, { signal, report, policy });
      recoveries.delete(recovery.promise);
      recovery.resolve();
    }
  }

  for (const service of services) void keep(service);
  return {
    async repeatAfterRestarts(work) {
      for (;;) {
        const before = exits;
        try {
          return await work();
        } catch (error) {
          if (exits === before || options.signal.aborted) throw error;
          await Promise.all(recoveries);
        }
      }
    },
  };
}

/** Restarts the service until it runs, or until `signal`; returns the delay before the next attempt. */
async function recover(
  service: Service,
  firstDelayMs: number,
  { signal, report, policy }: Required<KeepRunningOptions>,
): Promise<number> {
  const exitedAt = performance.now();
  let delayMs = firstDelayMs;
  let reported = "";
  for (;;) {
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
    delayMs = Math.min(delayMs * 2, policy.longestDelayMs);
    if (signal.aborted) return delayMs;
    const problem = await tryToRestart(service);
    if (signal.aborted) return delayMs;
    if (problem === undefined) {
      report(`${service.name} is running again after ${inSeconds(performance.now() - exitedAt)}.`);
      return delayMs;
    }
    if (problem !== reported)
      report(
        `${service.name} cannot start: ${problem} Retrying, at least every ${inSeconds(policy.longestDelayMs)}.`,
      );
    reported = problem;
  }
}

/** Returns the reason if the service cannot be started. */
async function tryToRestart(service: Service): Promise<string | undefined> {
  try {
    await service.restart();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function inSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
