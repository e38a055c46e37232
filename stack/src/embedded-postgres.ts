import { chown, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import postgres from "postgres";
import { findFreePort } from "./free-port.ts";
import { findPostgresPlace, type PostgresPlace } from "./postgres-place.ts";
import { EndedEarlyError } from "./process-exit.ts";
import { readProcessInfo } from "./process-info.ts";
import { waitUntilReady } from "./ready.ts";
import { sharedBuffersMb } from "./shared-buffers.ts";
import type { ProcessSpec, SupervisedProcess, Supervisor } from "./supervisor.ts";
import { terminate } from "./terminate.ts";

const INVALID_PASSWORD = "28P01";
const SUPERUSER = "postgres";
/** Replaying the write-ahead log after a crash can take a while. */
const READY_TIMEOUT_MS = 60_000;
/** Backends look for their server every so often; a busy one ends when its statement does. */
const ORPHANS_TIMEOUT_MS = 30_000;
const ORPHANS_INTERVAL_MS = 250;
const ORPHANS_LIVE = "pre-existing shared memory block";
/** SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, everything committed is kept. */
const FAST_SHUTDOWN = { signal: "SIGINT", timeoutMs: 30_000 } as const;

export interface EmbeddedPostgresOptions {
  readonly supervisor: Supervisor;
  /** Created when it does not exist. As root, in a place closed to other accounts, it becomes a link to one that is not. */
  readonly dataDir: string;
  /** 0 chooses a free one. */
  readonly port: number;
  /** Of the superuser `postgres`; the one that created the data directory is the one that opens it. */
  readonly password: string;
  readonly logFile: string;
  /** Server settings, such as `{ fsync: "off" }` for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly process: SupervisedProcess;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on the loopback interface and waits until it answers. The same directory can be started again
 * after any end, also SIGKILL.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { supervisor, password, logFile, settings } = options;
  const place = await findPostgresPlace(options.dataDir);
  if (await isInitialised(options.dataDir)) await stopLeftover(place.dataDir);
  else await initialise(place, options);

  const port = options.port === 0 ? await findFreePort() : options.port;
  const url = `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  const spec: ProcessSpec = {
    name: "postgres",
    command: place.binaries.postgres,
    args: ["-D", place.dataDir, "-p", String(port), ...flags({ ...BASE_SETTINGS, ...settings })],
    env: {},
    cwd: place.dataDir,
    owner: place.owner,
    logFile,
    termination: FAST_SHUTDOWN,
  };
  const process = await spawnAfterOrphans(supervisor, spec, () => answers(url));
  return {
    url,
    port,
    process,
    stop: process.stop,
  };
}

/**
 * After a SIGKILL the old server's backends live until they notice, and a new server refuses their directory: it is
 * started again until they are gone.
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
      const orphansLive = error instanceof EndedEarlyError && error.message.includes(ORPHANS_LIVE);
      if (!orphansLive) throw error;
      if (performance.now() > deadline) {
        throw new Error(
          `Processes of a PostgreSQL that was killed still work on ${spec.cwd}: wait until their statements end, or end them.`,
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
  // A load of a million records writes some 3 GB of log: after each checkpoint every page is logged whole once more, and the
  // default of 1 GB would bring several.
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  // The WAL writer flushes while a statement runs; otherwise the statement has to, after each 16 MB.
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

/** Creates the cluster under another name first: a killed initdb leaves nothing that looks like a database. */
async function initialise(
  place: PostgresPlace,
  { supervisor, dataDir, password, logFile }: EmbeddedPostgresOptions,
): Promise<void> {
  const draft = `${place.dataDir}.new`;
  const passwordFile = `${place.dataDir}.password`;
  for (const path of [draft, place.dataDir, dataDir]) await rm(path, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (place.owner) {
    for (const path of [draft, passwordFile]) await chown(path, place.owner.uid, place.owner.gid);
  }
  try {
    await supervisor.run({
      name: "initdb",
      command: place.binaries.initdb,
      args: [
        `--pgdata=${draft}`,
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
      cwd: draft,
      owner: place.owner,
      logFile,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, place.dataDir);
  if (place.dataDir !== dataDir) await symlink(place.dataDir, dataDir);
}

/**
 * A server that outlived its parent is stopped. A `postmaster.pid` whose process number now belongs to another program
 * is removed: PostgreSQL itself would take that program for a server.
 */
async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, "postmaster.pid");
  const pid = Number.parseInt(await readFile(pidFile, "utf8").catch(() => ""), 10);
  const holder = await readProcessInfo(pid);
  if (!holder) return;
  if (isServerOf(holder.commandLine, dataDir)) await terminate(pid, FAST_SHUTDOWN);
  else await rm(pidFile);
}

/** An editor or a backup may have the directory among its arguments too. */
function isServerOf([program = "", ...args]: readonly string[], dataDir: string): boolean {
  return basename(program) === "postgres" && args.includes(dataDir);
}

async function answers(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === INVALID_PASSWORD) {
      throw new Error(
        "PostgreSQL refuses the password: its data directory was created with another one. Bring that one back, or `start --fresh`, which empties the data folder.",
        { cause: error },
      );
    }
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
