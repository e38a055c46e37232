/** What the verdict is made of. */
export interface PipelineSigns {
  workers: number;
  /** Null: there is no schedule. */
  schedule: { paused: boolean; next: Date | null } | null;
  lastRun: { runNumber: number; outcome: string; finishedAt: Date; error: string | null } | null;
  running: { runNumber: number; startedAt: Date } | null;
  intervalMinutes: number;
}

export interface Verdict {
  health: "healthy" | "paused" | "late" | "failing";
  /** One sentence, with the remedy where there is one. */
  why: string;
}

/** Is the pipeline healthy? The first trouble found, the worst one first. */
export function judgeHealth(signs: PipelineSigns, now: Date): Verdict {
  const { workers, schedule, lastRun, running, intervalMinutes } = signs;
  if (workers === 0)
    return { health: "failing", why: "No worker is polling the task queue: start one (pnpm start)." };
  if (!schedule)
    return { health: "failing", why: "There is no schedule: create it (pnpm run pipeline schedule apply)." };
  if (lastRun && ["failed", "unbalanced", "abandoned"].includes(lastRun.outcome))
    return {
      health: "failing",
      why: `Run ${lastRun.runNumber} ended ${lastRun.outcome}${lastRun.error ? `: ${lastRun.error}` : "."}`,
    };
  if (schedule.paused)
    return { health: "paused", why: "The schedule is paused: pnpm run pipeline resume lets it go on." };
  const lateAfterMs = 2 * intervalMinutes * 60_000;
  if (!lastRun && !running)
    return { health: "late", why: "No run has finished yet: pnpm run pipeline run starts one." };
  if (lastRun && !running && now.getTime() - lastRun.finishedAt.getTime() > lateAfterMs)
    return { health: "late", why: `No run has finished for more than ${2 * intervalMinutes} minutes.` };
  if (running && now.getTime() - running.startedAt.getTime() > lateAfterMs)
    return {
      health: "late",
      why: `Run ${running.runNumber} has been at work for more than ${2 * intervalMinutes} minutes.`,
    };
  return { health: "healthy", why: "Runs finish, and source and gold balance." };
}
