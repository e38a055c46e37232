/**
 * The child that outlives its parent: it stops what the parent started when the parent is gone, even by `kill -9`.
 * PostgreSQL and Temporal do not notice a dead parent by themselves, so the broken IPC channel is the sign.
 */
import { rm } from "node:fs/promises";
import { identifyProcess, isNumberReused, type ProcessIdentity } from "./process-identity.ts";
import { type Termination, terminate } from "./terminate.ts";

interface Guard {
  readonly name: string;
  readonly pid: number;
  readonly termination: Termination;
}

export type ReaperMessage =
  | { readonly guard: Guard }
  | { readonly release: { readonly name: string } }
  | { readonly remove: string };

interface Guarded {
  readonly pid: number;
  readonly identity: Promise<ProcessIdentity>;
  readonly termination: Termination;
}

// Insertion order is the order of starting; a name that starts again keeps its place.
const guarded = new Map<string, Guarded | undefined>();
const paths: string[] = [];

process.on("message", (message: ReaperMessage) => {
  if ("guard" in message) guard(message.guard);
  else if ("release" in message) guarded.set(message.release.name, undefined);
  else paths.push(message.remove);
});

function guard({ name, pid, termination }: Guard): void {
  // Now, while it lives: what ends while others are being stopped leaves its number to strangers.
  guarded.set(name, { pid, identity: identifyProcess(pid), termination });
}

process.on("disconnect", async () => {
  for (const orphan of [...guarded.values()].reverse()) {
    if (orphan && !(await isNumberReused(await orphan.identity)))
      await terminate(orphan.pid, orphan.termination);
  }
  for (const path of paths) await rm(path, { recursive: true, force: true });
  process.exit();
});

// A terminal's Ctrl-C and a closed terminal are the parent's business: only its end is ours.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
