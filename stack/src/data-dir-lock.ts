import { readFile, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import {
  identifyProcess,
  isStillRunning,
  type ProcessIdentity,
  processIdentitySchema,
} from "./process-identity.ts";
import type { Supervisor } from "./supervisor.ts";

/** The reaper of a killed start may still be stopping its servers. */
const LEFTOVER_TIMEOUT_MS = 60_000;
const POLL_MS = 100;

const holderSchema = z.object({ supervisor: processIdentitySchema, reaper: processIdentitySchema });

/**
 * Takes the lock for as long as this process and the reaper of its supervisor live. If an earlier start was killed, waits for
 * its reaper. Throws if another process holds the lock.
 */
export async function lockDataDir(dataDir: string, lockFile: string, supervisor: Supervisor): Promise<void> {
  const holder = {
    supervisor: await identifyProcess(process.pid),
    reaper: await identifyProcess(supervisor.reaperPid),
  };
  while (!(await tryToCreate(lockFile, JSON.stringify(holder)))) {
    const other = await readHolder(lockFile);
    if (other && (await isStillRunning(other.supervisor))) {
      throw new Error(
        `Another start (process ${other.supervisor.pid}) runs on ${dataDir}: stop it first, or set another folder in ENRICHMENT_MONITOR_DATA_DIR.`,
      );
    }
    if (other) await waitUntilGone(other.reaper);
    await rm(lockFile, { force: true });
  }
  supervisor.removeAtEnd(lockFile);
}

/** Whether a start holds the lock. */
export async function isLocked(lockFile: string): Promise<boolean> {
  const holder = await readHolder(lockFile);
  return holder !== undefined && (await isStillRunning(holder.supervisor));
}

async function tryToCreate(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Undefined if the file is gone, or was truncated by a crash. */
async function readHolder(lockFile: string): Promise<z.infer<typeof holderSchema> | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(lockFile, "utf8")));
  } catch {
    return undefined;
  }
}

async function waitUntilGone(reaper: ProcessIdentity): Promise<void> {
  const deadline = performance.now() + LEFTOVER_TIMEOUT_MS;
  while (await isStillRunning(reaper)) {
    if (performance.now() > deadline) {
      throw new Error(
        `Processes of an earlier start are still being stopped by process ${reaper.pid}: wait, or kill that process first.`,
      );
    }
    await delay(POLL_MS);
  }
}
