import { lstat, mkdir, readdir, realpath, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lockDataDir } from "./data-dir-lock.ts";
import type { Supervisor } from "./supervisor.ts";

/** Marks a data folder: only folders with this file are ever emptied. */
const MARKER = ".enrichment-monitor";
const LOCK = "lock.json";
const LOGS = "logs";

export interface DataDir {
  readonly path: string;
  /** Lock file; exists while a start uses the folder. */
  readonly lock: string;
  readonly secrets: string;
  /** Connection settings for CLIs; exists while the stack runs. */
  readonly stackEnv: string;
  readonly postgres: string;
  readonly temporalDatabase: string;
  readonly sourceJournal: string;
  logFile(service: string): string;
}

export function locateDataDir(path: string): DataDir {
  return {
    path,
    lock: join(path, LOCK),
    secrets: join(path, "secrets.json"),
    stackEnv: join(path, "stack.env.json"),
    postgres: join(path, "postgres"),
    temporalDatabase: join(path, "temporal", "temporal.db"),
    sourceJournal: join(path, "source", "journal.jsonl"),
    logFile: (service) => join(path, LOGS, `${service}.log`),
  };
}

/**
 * Locks the data folder for this process and creates it if missing. Throws if it is not a data folder or another start uses it.
 * The logs of the last start are kept.
 */
export async function openDataDir(path: string, supervisor: Supervisor): Promise<DataDir> {
  // Others cannot list it but can enter it: as root, PostgreSQL runs as another user.
  await mkdir(path, { recursive: true, mode: 0o711 });
  const entries = await readdir(path);
  if (entries.length > 0 && !entries.includes(MARKER)) {
    throw new Error(
      `${path} is not empty and not a data folder (it has no ${MARKER}): set another folder in ENRICHMENT_MONITOR_DATA_DIR.`,
    );
  }
  await writeFile(
    join(path, MARKER),
    "The data of Enrichment Monitor: `start --fresh` empties this folder.\n",
  );
  await lockDataDir(path, join(path, LOCK), supervisor);
  if (entries.includes(LOGS)) await keepPreviousLogs(path);
  return locateDataDir(path);
}

/** Deletes the content of the data folder, including a database that is elsewhere and linked here. */
export async function emptyDataDir({ path }: DataDir): Promise<void> {
  const entries = (await readdir(path)).filter((entry) => entry !== MARKER && entry !== LOCK);
  for (const entry of entries.map((name) => join(path, name))) {
    if ((await lstat(entry)).isSymbolicLink())
      await rm(await realpath(entry), { recursive: true, force: true });
    await rm(entry, { recursive: true, force: true });
  }
}

async function keepPreviousLogs(path: string): Promise<void> {
  const previous = join(path, "logs.previous");
  await rm(previous, { recursive: true, force: true });
  await rename(join(path, LOGS), previous);
}
