import { z } from "zod";
import { readProcessInfo } from "./process-info.ts";
import { isAlive } from "./terminate.ts";

/** Distinguishes a process from a later one with the same process id. */
export const processIdentitySchema = z.object({
  pid: z.number(),
  /** Clock ticks since boot; missing on systems without /proc. */
  startedAt: z.string().optional(),
});

export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: (await readProcessInfo(pid))?.startedAt };
}

/** Whether this process is running, whichever user owns it. */
export async function isStillRunning({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await isAlive(pid)) && (await readProcessInfo(pid))?.startedAt === startedAt;
}

/** Whether another process has the process id now; that one must not be signalled. */
export async function isPidReused({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  const holder = await readProcessInfo(pid);
  return holder !== undefined && holder.startedAt !== startedAt;
}
