import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { findPostgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { findPostgresOwner } from "./postgres-owner.ts";
import type { ProcessOwner } from "./supervisor.ts";

const run = promisify(execFile);

/** For data directories in folders that other accounts cannot enter, such as /root. */
const SHARED_STATE = "/var/lib/enrichment-monitor";

export interface PostgresLocation {
  readonly binaries: PostgresBinaries;
  /** The real data directory: the wanted one, or the target of a link there. */
  readonly dataDir: string;
  /** Account that PostgreSQL runs as; undefined: the current one. */
  readonly owner: ProcessOwner | undefined;
}

/** Finds binaries and a data directory that the account of PostgreSQL can access. */
export async function findPostgresLocation(wantedDataDir: string): Promise<PostgresLocation> {
  const owner = await findPostgresOwner();
  const packaged = await findPostgresBinaries();
  await mkdir(dirname(wantedDataDir), { recursive: true });
  if (!owner) return { binaries: packaged, dataDir: wantedDataDir, owner };

  const dataDir = (await canEnter(owner, dirname(wantedDataDir)))
    ? wantedDataDir
    : sharedDataDir(wantedDataDir);
  await mkdir(dirname(dataDir), { recursive: true });
  const binaries = (await canEnter(owner, packaged.postgres))
    ? packaged
    : await copyBinaries(packaged, `${dataDir}.binaries`);
  return { binaries, dataDir, owner };
}

function sharedDataDir(dataDir: string): string {
  return join(SHARED_STATE, createHash("sha256").update(dataDir).digest("hex").slice(0, 12));
}

/** Checks as the other account: file modes alone are not enough. */
async function canEnter(owner: ProcessOwner, path: string): Promise<boolean> {
  return run("test", ["-x", path], owner).then(
    () => true,
    () => false,
  );
}

/** PostgreSQL finds its libraries and templates next to its `bin`, so the whole installation is copied: 60 MB. */
async function copyBinaries(packaged: PostgresBinaries, target: string): Promise<PostgresBinaries> {
  await rm(target, { recursive: true, force: true });
  await cp(dirname(dirname(packaged.postgres)), target, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(target, "bin", "initdb"), postgres: join(target, "bin", "postgres") };
}
