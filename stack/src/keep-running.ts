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
  readonly tell: (line: string) => void;
  readonly policy?: RestartPolicy;
}

export interface ServiceWatch {
  /** Runs `work`, and repeats it if it failed while a service was down. Other errors are rethrown. */
  repeatAfterRestarts<T>(work: () => Promise<T>): Promise<T>;
}

/** Restarts each service that exits, until `signal`. */
export function keepRunning(services: readonly Service[], options: KeepRunningOptions): ServiceWatch {
  const recoveries = new Set<Promise<void>>();
  let deaths = 0;

  async function keep(service: Service): Promise<void> {
    const { signal, tell, policy = POLICY } = options;
    let delayMs = policy.firstDelayMs;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const exit = await service.exited;
      if (signal.aborted) return;
      // The delay keeps growing for a service that exits soon after a successful start.
      if (performance.now() - startedAt >= policy.stableMs) delayMs = policy.firstDelayMs;
      const recovery = Promise.withResolvers<void>();
      recoveries.add(recovery.promise);
      deaths++;
      const how = await describeExitBriefly(service, exit);
      tell(`${how}: restarting in ${inSeconds(delayMs)}.`);
      delayMs = await recover(service, delayMs, { signal, tell, policy });
      recoveries.delete(recovery.promise);
      recovery.resolve();
    }
  }

  for (const service of services) void keep(service);
  return {
    async repeatAfterRestarts(work) {
      for (;;) {
        const before = deaths;
        try {
          return await work();
        } catch (error) {
          if (deaths === before || options.signal.aborted) throw error;
          await Promise.all(recoveries);
        }
      }
    },
  };
}

/** Tries until the service runs, or until `signal`; returns the delay before the next attempt. */
async function recover(
  service: Service,
  firstDelayMs: number,
  { signal, tell, policy }: Required<KeepRunningOptions>,
): Promise<number> {
  const diedAt = performance.now();
  let delayMs = firstDelayMs;
  let told = "";
  for (;;) {
    await delay(delayMs, undefined, { signal }).catch(() => undefined);
    delayMs = Math.min(delayMs * 2, policy.longestDelayMs);
    if (signal.aborted) return delayMs;
    const problem = await tryToRestart(service);
    if (signal.aborted) return delayMs;
    if (problem === undefined) {
      tell(`${service.name} is running again after ${inSeconds(performance.now() - diedAt)}.`);
      return delayMs;
    }
    if (problem !== told)
      tell(
        `${service.name} cannot start: ${problem} Retrying, at least every ${inSeconds(policy.longestDelayMs)}.`,
      );
    told = problem;
  }
}

/** Undefined when the service is running, else the reason why it is not. */
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
