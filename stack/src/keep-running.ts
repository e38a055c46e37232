import { setTimeout as delay } from "node:timers/promises";
import { describeExitBriefly } from "./process-exit.ts";
import type { Service } from "./service.ts";

/** Times in milliseconds. */
export interface RestartPolicy {
  /** Before the first attempt; doubled before each next one. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A service that ran this long before it died is waited for as if it had never died. */
  readonly stableMs: number;
}

const POLICY: RestartPolicy = { firstDelayMs: 500, longestDelayMs: 30_000, stableMs: 60_000 };

export interface KeepRunningOptions {
  /** Ends it: no service is started any more. */
  readonly signal: AbortSignal;
  /** Is given one line for each death, each return, and each new reason why a service cannot be started. */
  readonly tell: (line: string) => void;
  readonly policy?: RestartPolicy;
}

export interface ServiceWatch {
  /** Does `work`, and again when it failed while a service was away. Throws what it threw for any other reason. */
  repeatAfterDeaths<T>(work: () => Promise<T>): Promise<T>;
}

/** Starts each service again when it has died, until `signal`. */
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
      // A start that succeeds proves nothing: what dies soon after it is waited for longer and longer.
      if (performance.now() - startedAt >= policy.stableMs) delayMs = policy.firstDelayMs;
      const recovery = Promise.withResolvers<void>();
      recoveries.add(recovery.promise);
      deaths++;
      const how = await describeExitBriefly(service, exit);
      tell(`${how}: it is started again in ${inSeconds(delayMs)}.`);
      delayMs = await recover(service, delayMs, { signal, tell, policy });
      recoveries.delete(recovery.promise);
      recovery.resolve();
    }
  }

  for (const service of services) void keep(service);
  return {
    async repeatAfterDeaths(work) {
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
      tell(`${service.name} runs again, ${inSeconds(performance.now() - diedAt)} after it died.`);
      return delayMs;
    }
    if (problem !== told)
      tell(
        `${service.name} cannot be started: ${problem} It is tried again, at least every ${inSeconds(policy.longestDelayMs)}.`,
      );
    told = problem;
  }
}

/** Undefined when the service runs again, else the reason why it does not. */
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
