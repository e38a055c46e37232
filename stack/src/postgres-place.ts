import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { findPostgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { findPostgresOwner } from "./postgres-owner.ts";
import type { ProcessOwner } from "./supervisor.ts";

const run = promisify(execFile);

/** Where root keeps a data directory whose own place is closed to others, such as one under /root. */
const SHARED_STATE = "/var/lib/enrichment-monitor";

export interface PostgresPlace {
  readonly binaries: PostgresBinaries;
  /** Where the data really is: `dataDir`, or what `dataDir` is to become a link to. */
  readonly dataDir: string;
  /** Who PostgreSQL runs as; undefined: as we do. */
  readonly owner: ProcessOwner | undefined;
}

/** Finds binaries and a data directory that the account PostgreSQL runs as can get at. */
export async function findPostgresPlace(wantedDataDir: string): Promise<PostgresPlace> {
  const owner = await findPostgresOwner();
  const packaged = await findPostgresBinaries();
  await mkdir(dirname(wantedDataDir), { recursive: true });
  if (!owner) return { binaries: packaged, dataDir: wantedDataDir, owner };

  const dataDir = (await canEnter(owner, dirname(wantedDataDir)))
    ? wantedDataDir
    : sharedPlace(wantedDataDir);
  await mkdir(dirname(dataDir), { recursive: true });
  const binaries = (await canEnter(owner, packaged.postgres))
    ? packaged
    : await copyBinaries(packaged, `${dataDir}.binaries`);
  return { binaries, dataDir, owner };
}

function sharedPlace(dataDir: string): string {
  return join(SHARED_STATE, createHash("sha256").update(dataDir).digest("hex").slice(0, 12));
}

/** Asks the kernel, in the other account's name: modes alone do not tell. */
async function canEnter(owner: ProcessOwner, path: string): Promise<boolean> {
  return run("test", ["-x", path], owner).then(
    () => true,
    () => false,
  );
}

/** PostgreSQL finds its libraries and templates beside its `bin`, so the whole installation moves: 60 MB. */
async function copyBinaries(packaged: PostgresBinaries, target: string): Promise<PostgresBinaries> {
  await rm(target, { recursive: true, force: true });
  await cp(dirname(dirname(packaged.postgres)), target, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(target, "bin", "initdb"), postgres: join(target, "bin", "postgres") };
}
