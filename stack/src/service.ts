import { NotReadyError, type ProcessExit } from "./process-exit.ts";
import type { SupervisedProcess } from "./supervisor.ts";

/** A process of the stack that can be restarted with the same port and settings. */
export interface Service {
  readonly name: string;
  readonly logFile: string;
  /** Of the current or last process. */
  readonly pid: number;
  /** Resolves when the current process ends. */
  readonly exited: Promise<ProcessExit>;
  kill(signal: NodeJS.Signals): void;
  /** Stops it if it runs, starts it and waits until it is ready. Throws a sentence if it cannot be started. */
  restart(): Promise<void>;
}

export interface RestartOptions {
  /** Throws a sentence with the remedy if a restart cannot succeed. */
  readonly beforeRestart?: () => Promise<void>;
  /** A sentence that says what to do if the process does not become ready. */
  readonly remedy?: string;
}

/** Starts a service. `launch` starts its process, now and at each restart, and returns when it is ready. */
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
