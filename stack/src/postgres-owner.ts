import { readFile } from "node:fs/promises";
import type { ProcessOwner } from "./supervisor.ts";

/** Accounts for PostgreSQL, which refuses to run as root: the first that exists is used. */
const ACCOUNTS = ["postgres", "nobody"];

/** The account for PostgreSQL if this process runs as root; undefined otherwise: PostgreSQL runs as the current user. */
export async function findPostgresOwner(): Promise<ProcessOwner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = new Map(
    (await readFile("/etc/passwd", "utf8"))
      .split("\n")
      .map((line) => line.split(":"))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid), gid: Number(gid) }]),
  );
  for (const name of ACCOUNTS) {
    const owner = accounts.get(name);
    if (owner) return owner;
  }
  throw new Error(
    "PostgreSQL does not run as root and this machine has no user 'postgres' or 'nobody'. Run as an ordinary user, or set DATABASE_URL.",
  );
}
