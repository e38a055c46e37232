import { NotReadyError, type ProcessExit } from "./process-exit.ts";
import type { SupervisedProcess } from "./supervisor.ts";

/** A part of the stack that can be killed and started again in its place, with the same port and settings. */
export interface Service {
  readonly name: string;
  readonly logFile: string;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  /** Settles when that process ends. */
  readonly exited: Promise<ProcessExit>;
  kill(signal: NodeJS.Signals): void;
  /** Stops it when it still runs, starts it and waits until it is ready. Throws a sentence when it cannot be started. */
  restart(): Promise<void>;
}

export interface RestartOptions {
  /** Throws a sentence, with the remedy, when there is no use in starting it. */
  readonly beforeRestart?: () => Promise<void>;
  /** What to do when its process does not get ready: a sentence. */
  readonly remedy?: string;
}

/** Starts a service; `launch` starts its process, now and at every restart, and returns when it is ready. */
export async function startService<Launched extends { readonly process: SupervisedProcess }>(
  launch: () => Promise<Launched>,
  { beforeRestart, remedy }: RestartOptions = {},
): Promise<{ readonly launched: Launched; readonly service: Service }> {
  const launched = await launch();
  let current = launched.process;
  const service: Service = {
    name: current.name,
    logFile: current.logFile,
    get pid() {
      return current.pid;
    },
    get exited() {
      return current.exited;
    },
    kill: (signal) => current.kill(signal),
    async restart() {
      await current.stop();
      await beforeRestart?.();
      try {
        current = (await launch()).process;
      } catch (error) {
        if (!(error instanceof NotReadyError)) throw error;
        throw new Error([`${error.brief}.`, remedy].filter(Boolean).join(" "), { cause: error });
      }
    },
  };
  return { launched, service };
}
