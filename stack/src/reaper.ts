/**
 * A child process that stops all processes of its parent when the parent ends, even by `kill -9`. PostgreSQL and Temporal do not
 * detect the end of their parent; this process does, by the closed IPC channel.
 */
import { rm } from "node:fs/promises";
import { identifyProcess, isPidReused, type ProcessIdentity } from "./process-identity.ts";
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

// In start order; a restarted process keeps its position.
const guarded = new Map<string, Guarded | undefined>();
const paths: string[] = [];

process.on("message", (message: ReaperMessage) => {
  if ("guard" in message) guard(message.guard);
  else if ("release" in message) guarded.set(message.release.name, undefined);
  else paths.push(message.remove);
});

function guard({ name, pid, termination }: Guard): void {
  // Identified now, while it runs: its process id can be reused after its end.
  guarded.set(name, { pid, identity: identifyProcess(pid), termination });
}

process.on("disconnect", async () => {
  for (const orphan of [...guarded.values()].reverse()) {
    if (orphan && !(await isPidReused(await orphan.identity)))
      await terminate(orphan.pid, orphan.termination);
  }
  for (const path of paths) await rm(path, { recursive: true, force: true });
  process.exit();
});

// The parent handles Ctrl-C and a closed terminal; this process only reacts to the end of the parent.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
