import { z } from "zod";
import { readProcessInfo } from "./process-info.ts";
import { isAlive } from "./terminate.ts";

/** Tells a process from a later one that got the same number. */
export const processIdentitySchema = z.object({
  pid: z.number(),
  /** Clock ticks since boot; missing on systems without /proc. */
  startedAt: z.string().optional(),
});

export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export async function identifyProcess(pid: number): Promise<ProcessIdentity> {
  return { pid, startedAt: (await readProcessInfo(pid))?.startedAt };
}

/** Whether that very process lives, whoever owns it. */
export async function isStillRunning({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await isAlive(pid)) && (await readProcessInfo(pid))?.startedAt === startedAt;
}

/** Whether its number belongs to another process by now, which must not be signalled in its place. */
export async function isNumberReused({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  const holder = await readProcessInfo(pid);
  return holder !== undefined && holder.startedAt !== startedAt;
}
