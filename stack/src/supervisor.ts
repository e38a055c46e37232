import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReaperMessage } from "./reaper.ts";
import { send, type Termination } from "./terminate.ts";

const DEFAULT_TERMINATION: Termination = { signal: "SIGTERM", timeoutMs: 20_000 };

export interface ProcessSpec {
  /** Unique in its supervisor; what starts again under its name keeps its place in the order of stopping. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Runs as this user instead of ours; only root can. */
  readonly owner?: ProcessOwner | undefined;
  /** Standard output and error are appended here. */
  readonly logFile: string;
  readonly termination?: Termination;
}

export interface ProcessOwner {
  readonly uid: number;
  readonly gid: number;
}

export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SupervisedProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Settles when the process has ended, whoever ended it. */
  readonly exited: Promise<ProcessExit>;
  /** Sends a signal and waits for nothing. */
  kill(signal: NodeJS.Signals): void;
  /** Stops it in its own way, and by SIGKILL when that takes too long. */
  stop(): Promise<ProcessExit>;
}

export interface Supervisor {
  /** Starts a process that cannot outlive us: if we are killed, even by SIGKILL, the reaper stops it. */
  spawn(spec: ProcessSpec): Promise<SupervisedProcess>;
  /** A new folder under the system's temporary folder, removed by `close` or when we are killed. */
  temporaryFolder(prefix: string): Promise<string>;
  /** Stops everything, last started first, then removes the temporary folders. */
  close(): Promise<void>;
  /** Kills everything at once. */
  kill(): void;
}

export function createSupervisor(): Supervisor {
  const reaper = startReaper();
  const running = new Map<string, SupervisedProcess | undefined>();

  async function spawnProcess(spec: ProcessSpec): Promise<SupervisedProcess> {
    const termination = spec.termination ?? DEFAULT_TERMINATION;
    const child = await spawnLogged(spec);
    const { pid } = child;
    if (pid === undefined) throw new Error(`${spec.name} has no process id.`);
    tell(reaper, { guard: { name: spec.name, pid, termination } });
    const exited = once(child, "exit").then(([code, signal]): ProcessExit => {
      tell(reaper, { release: { name: spec.name } });
      running.set(spec.name, undefined);
      return { code, signal };
    });
    const supervised: SupervisedProcess = {
      name: spec.name,
      pid,
      logFile: spec.logFile,
      exited,
      kill: (signal) => void child.kill(signal),
      async stop() {
        const killGroup = setTimeout(() => send(-pid, "SIGKILL"), termination.timeoutMs);
        child.kill(termination.signal);
        const exit = await exited;
        clearTimeout(killGroup);
        return exit;
      },
    };
    running.set(spec.name, supervised);
    return supervised;
  }

  return {
    spawn: spawnProcess,
    async temporaryFolder(prefix) {
      const folder = await mkdtemp(join(tmpdir(), prefix));
      tell(reaper, { removeFolder: folder });
      return folder;
    },
    async close() {
      for (const supervised of [...running.values()].reverse()) await supervised?.stop();
      if (reaper.connected) {
        reaper.ref();
        const gone = once(reaper, "exit");
        reaper.disconnect();
        await gone;
      }
    },
    kill() {
      for (const supervised of running.values()) if (supervised) send(-supervised.pid, "SIGKILL");
    },
  };
}

function startReaper(): ChildProcess {
  // In a group of its own, so that a Ctrl-C in the terminal does not reach it.
  const reaper = fork(fileURLToPath(new URL("./reaper.ts", import.meta.url)), {
    detached: true,
    execArgv: [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  reaper.unref();
  reaper.channel?.unref();
  return reaper;
}

function tell(reaper: ChildProcess, message: ReaperMessage): void {
  if (reaper.connected) reaper.send(message);
}

async function spawnLogged({ command, args, env, cwd, owner, logFile }: ProcessSpec): Promise<ChildProcess> {
  await mkdir(dirname(logFile), { recursive: true });
  const log = await open(logFile, "a");
  try {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      ...owner,
    });
    await once(child, "spawn");
    return child;
  } finally {
    await log.close();
  }
}
