import { chown, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import postgres from "postgres";
import { findFreePort } from "./free-port.ts";
import { findPostgresLocation, type PostgresLocation } from "./postgres-location.ts";
import { EndedEarlyError } from "./process-exit.ts";
import { readProcessInfo } from "./process-info.ts";
import { waitUntilReady } from "./ready.ts";
import { sharedBuffersMb } from "./shared-buffers.ts";
import type { ProcessSpec, SupervisedProcess, Supervisor } from "./supervisor.ts";
import { terminate } from "./terminate.ts";

const INVALID_PASSWORD = "28P01";
const SUPERUSER = "postgres";
/** After a crash, the write-ahead log is replayed first. */
const READY_TIMEOUT_MS = 60_000;
/** Backends notice the end of their server after some time; a busy one only at the end of its statement. */
const ORPHANS_TIMEOUT_MS = 30_000;
const ORPHANS_INTERVAL_MS = 250;
const ORPHANS_MESSAGE = "pre-existing shared memory block";
/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back. */
const FAST_SHUTDOWN = { signal: "SIGINT", timeoutMs: 30_000 } as const;

export interface EmbeddedPostgresOptions {
  readonly supervisor: Supervisor;
  /** Created if missing. As root, it becomes a link if other accounts cannot enter its folder. */
  readonly dataDir: string;
  /** 0: a free port. */
  readonly port: number;
  /** Password of the superuser `postgres`; must be the one that the data directory was created with. */
  readonly password: string;
  readonly logFile: string;
  /** Server settings, such as `{ fsync: "off" }` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** URL of the database `postgres` for the superuser. */
  readonly url: string;
  readonly port: number;
  readonly process: SupervisedProcess;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on the loopback interface and waits until it answers. It can be restarted on the same directory after any
 * end, including SIGKILL.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { supervisor, password, logFile, settings } = options;
  const location = await findPostgresLocation(options.dataDir);
  if (await isInitialised(options.dataDir)) await stopLeftover(location.dataDir);
  else await initialise(location, options);

  const port = options.port === 0 ? await findFreePort() : options.port;
  const url = `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  const spec: ProcessSpec = {
    name: "postgres",
    command: location.binaries.postgres,
    args: ["-D", location.dataDir, "-p", String(port), ...flags({ ...BASE_SETTINGS, ...settings })],
    env: {},
    cwd: location.dataDir,
    owner: location.owner,
    logFile,
    termination: FAST_SHUTDOWN,
  };
  const process = await spawnAfterOrphans(supervisor, spec, () => acceptsQueries(url));
  return {
    url,
    port,
    process,
    stop: process.stop,
  };
}

/**
 * After a SIGKILL the old server's backends live for some time, and a new server refuses their directory. The start is
 * repeated until they are gone.
 */
async function spawnAfterOrphans(
  supervisor: Supervisor,
  spec: ProcessSpec,
  isReady: () => Promise<boolean>,
): Promise<SupervisedProcess> {
  const deadline = performance.now() + ORPHANS_TIMEOUT_MS;
  for (;;) {
    const process = await supervisor.spawn(spec);
    try {
      await waitUntilReady(process, isReady, READY_TIMEOUT_MS);
      return process;
    } catch (error) {
      const hasOrphans = error instanceof EndedEarlyError && error.message.includes(ORPHANS_MESSAGE);
      if (!hasOrphans) throw error;
      if (performance.now() > deadline) {
        throw new Error(
          `Processes of a killed PostgreSQL still use ${spec.cwd}: wait until their statements end, or kill them.`,
          { cause: error },
        );
      }
      await setTimeout(ORPHANS_INTERVAL_MS);
    }
  }
}

const BASE_SETTINGS = {
  listen_addresses: "127.0.0.1",
  shared_buffers: `${sharedBuffersMb(Math.min(totalmem(), process.constrainedMemory() || Infinity))}MB`,
  // A load of a million records writes some 3 GB of log. The default of 1 GB would cause several checkpoints, and after each
  // one every page is logged whole again.
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  // The WAL writer flushes while a statement runs; otherwise the statement itself flushes after each 16 MB.
  wal_writer_delay: "10ms",
  // JIT compilation takes longer than any query here.
  jit: "off",
  unix_socket_directories: "",
  timezone: "UTC",
  log_timezone: "UTC",
};

function flags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function isInitialised(dataDir: string): Promise<boolean> {
  return (await readFile(join(dataDir, "PG_VERSION"), "utf8").catch(() => "")) !== "";
}

/** Creates the cluster under another name first, so that a killed initdb does not leave an incomplete one. */
async function initialise(
  location: PostgresLocation,
  { supervisor, dataDir, password, logFile }: EmbeddedPostgresOptions,
): Promise<void> {
  const newDataDir = `${location.dataDir}.new`;
  const passwordFile = `${location.dataDir}.password`;
  for (const path of [newDataDir, location.dataDir, dataDir])
    await rm(path, { recursive: true, force: true });
  await mkdir(newDataDir, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (location.owner) {
    for (const path of [newDataDir, passwordFile]) await chown(path, location.owner.uid, location.owner.gid);
  }
  try {
    await supervisor.run({
      name: "initdb",
      command: location.binaries.initdb,
      args: [
        `--pgdata=${newDataDir}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // Independent of the machine's locales.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
      ],
      env: {},
      cwd: newDataDir,
      owner: location.owner,
      logFile,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(newDataDir, location.dataDir);
  if (location.dataDir !== dataDir) await symlink(location.dataDir, dataDir);
}

/**
 * Stops a server that outlived its parent. Deletes a `postmaster.pid` whose process id now belongs to another program, which
 * PostgreSQL would mistake for a server.
 */
async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, "postmaster.pid");
  const pid = Number.parseInt(await readFile(pidFile, "utf8").catch(() => ""), 10);
  const holder = await readProcessInfo(pid);
  if (!holder) return;
  if (isServerOf(holder.commandLine, dataDir)) await terminate(pid, FAST_SHUTDOWN);
  else await rm(pidFile);
}

/** Other programs, such as an editor, can also have the directory as an argument. */
function isServerOf([program = "", ...args]: readonly string[], dataDir: string): boolean {
  return basename(program) === "postgres" && args.includes(dataDir);
}

async function acceptsQueries(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === INVALID_PASSWORD) {
      throw new Error(
        "PostgreSQL refuses the password: its data directory was created with another one. Restore that password, or run `start --fresh`, which empties the data folder.",
        { cause: error },
      );
    }
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
