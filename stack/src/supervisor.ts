import { type ChildProcess, fork, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, chmod, mkdir, mkdtemp, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describeExit, type ProcessExit } from "./process-exit.ts";
import type { ReaperMessage } from "./reaper.ts";
import { send, type Termination, terminate } from "./terminate.ts";

const DEFAULT_TERMINATION: Termination = { signal: "SIGTERM", timeoutMs: 20_000 };

export interface ProcessSpec {
  /** Unique in its supervisor. A process that is restarted under its name keeps its position in the stop order. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The complete environment: nothing is inherited. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Account to run as; requires root. */
  readonly owner?: ProcessOwner | undefined;
  /** Standard output and error are appended here. */
  readonly logFile: string;
  readonly termination?: Termination;
}

export interface ProcessOwner {
  readonly uid: number;
  readonly gid: number;
}

export interface SupervisedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process has ended for any reason. */
  readonly exited: Promise<ProcessExit>;
  /** Sends a signal without waiting. */
  kill(signal: NodeJS.Signals): void;
  /** Terminates it with its signal, and with SIGKILL after its time-out. */
  stop(): Promise<void>;
}

export interface Supervisor {
  /** Starts a process. If this process is killed, even by SIGKILL, the reaper stops it. */
  spawn(spec: ProcessSpec): Promise<SupervisedProcess>;
  /**
   * Runs a program and returns its output. Throws, with the end of its log, unless it exits with one of `okCodes` (default: 0).
   */
  run(spec: ProcessSpec, okCodes?: readonly number[]): Promise<string>;
  /** Deletes a file or folder after all processes have ended, by `close` or because this process was killed. */
  removeAtEnd(path: string): void;
  /** A new folder in the system's temporary folder, deleted at the end. */
  temporaryFolder(prefix: string): Promise<string>;
  /** The process that stops everything if this process is killed; while it runs, some processes can still be running. */
  readonly reaperPid: number;
  /** Stops everything in reverse start order. Nothing can be started after this. */
  close(): Promise<void>;
  /** Kills everything at once. */
  kill(): void;
}

/** Starts programs that do not outlive this process. */
export function createSupervisor(): Supervisor {
  const reaper = startReaper();
  const running = new Map<string, SupervisedProcess | undefined>();
  let closing = false;

  function tellReaper(message: ReaperMessage): void {
    if (reaper.connected) reaper.send(message);
  }

  function supervise(child: ChildProcess, pid: number, spec: ProcessSpec): SupervisedProcess {
    const { name, logFile, termination = DEFAULT_TERMINATION } = spec;
    tellReaper({ guard: { name, pid, termination } });
    const exited = once(child, "exit").then(([code, signal]): ProcessExit => {
      // Remaining processes of its group would keep its port.
      send(-pid, "SIGKILL");
      tellReaper({ release: { name } });
      running.set(name, undefined);
      return { code, signal };
    });
    const supervised: SupervisedProcess = {
      name,
      pid,
      logFile,
      exited,
      kill: (signal) => void child.kill(signal),
      async stop() {
        // The process id of an ended process can be reused.
        if (running.get(name) === supervised) await terminate(pid, termination);
        await exited;
      },
    };
    running.set(name, supervised);
    return supervised;
  }

  /** `stdout`: to the log, or to this process. */
  async function launch(spec: ProcessSpec, stdout: "log" | "pipe"): Promise<Launched> {
    const { name, command, args, env, cwd, owner, logFile } = spec;
    await mkdir(dirname(logFile), { recursive: true });
    const log = await open(logFile, "a");
    try {
      // No await between this check and the entry in `running`, so `close` knows every started process.
      if (closing) throw new Error(`${name} is not started: the stack is stopping.`);
      const stdio: StdioOptions = ["ignore", stdout === "log" ? log.fd : "pipe", log.fd];
      const child = spawn(command, args, { cwd, env, detached: true, stdio, ...owner });
      if (child.pid === undefined) {
        const [cause] = await once(child, "error");
        throw new Error(`${name} cannot be started from ${command}: ${cause.message}`, { cause });
      }
      return { child, supervised: supervise(child, child.pid, spec) };
    } finally {
      await log.close();
    }
  }

  return {
    reaperPid: pidOf(reaper),
    async spawn(spec) {
      return (await launch(spec, "log")).supervised;
    },
    async run(spec, okCodes = [0]) {
      const { child, supervised } = await launch(spec, "pipe");
      const [output, exit] = await Promise.all([child.stdout ? text(child.stdout) : "", supervised.exited]);
      await appendFile(spec.logFile, output);
      if (exit.code === null || !okCodes.includes(exit.code))
        throw new Error(await describeExit(supervised, exit));
      return output;
    },
    removeAtEnd: (path) => tellReaper({ remove: path }),
    async temporaryFolder(prefix) {
      const folder = await mkdtemp(join(tmpdir(), prefix));
      // As root, PostgreSQL runs as another user, who must be able to enter the folder.
      await chmod(folder, 0o711);
      tellReaper({ remove: folder });
      return folder;
    },
    async close() {
      closing = true;
      for (const supervised of [...running.values()].reverse()) await supervised?.stop();
      if (!reaper.connected) return;
      reaper.ref();
      const gone = once(reaper, "exit");
      reaper.disconnect();
      await gone;
    },
    kill() {
      closing = true;
      for (const supervised of running.values()) if (supervised) send(-supervised.pid, "SIGKILL");
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly supervised: SupervisedProcess;
}

function startReaper(): ChildProcess {
  // In its own process group: Ctrl-C in the terminal does not reach it.
  const reaper = fork(fileURLToPath(new URL("./reaper.ts", import.meta.url)), {
    detached: true,
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  reaper.unref();
  reaper.channel?.unref();
  return reaper;
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error(`${child.spawnfile} cannot be started.`);
  return child.pid;
}
