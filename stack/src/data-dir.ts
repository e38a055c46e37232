import { lstat, mkdir, readdir, realpath, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lockDataDir } from "./data-dir-lock.ts";
import type { Supervisor } from "./supervisor.ts";

/** Tells our folder from any other: only what has it is ever emptied. */
const MARKER = ".enrichment-monitor";
const LOCK = "lock.json";
const LOGS = "logs";

export interface DataDir {
  readonly path: string;
  /** Held while a start runs on the folder. */
  readonly lock: string;
  readonly secrets: string;
  /** Connection settings of the running stack, for the command lines; there only while it runs. */
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
 * Takes the data folder for this process, creating it when it is missing. Throws when the folder is
 * not ours or another stack runs on it. The logs of the last run are kept beside the new ones.
 */
export async function openDataDir(path: string, supervisor: Supervisor): Promise<DataDir> {
  // Not readable for others, but enterable: as root, PostgreSQL runs as another user.
  await mkdir(path, { recursive: true, mode: 0o711 });
  const entries = await readdir(path);
  if (entries.length > 0 && !entries.includes(MARKER)) {
    throw new Error(
      `${path} is not empty and not a data folder of ours (it has no ${MARKER}): name another one in ENRICHMENT_MONITOR_DATA_DIR.`,
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

/** Removes all that an open data folder holds, also the database where it is a link to another place. */
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
