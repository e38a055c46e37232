import { z } from "@hono/zod-openapi";
import { count, instant } from "./schemas/wire.ts";

/** A span in which the schedule should have started runs, and no run was started or running. */
export const missedRuns = z.object({
  from_at: instant.describe("When the first of them was due."),
  to_at: instant.describe("Exclusive; when the first one after them was due."),
  runs: count.openapi({ example: 3 }),
});
type MissedRuns = z.infer<typeof missedRuns>;

/** The part of the interval by which a run may seem to start early: the clocks of Temporal and PostgreSQL can differ. */
const EARLY = 0.1;

/**
 * The runs missed since `from`, or since the first of `runs`, which are in the order of time. Temporal starts runs at the multiples of
 * the interval since 1970, and one that has not started an interval later is missed. A run that was started by hand, or is still
 * running, replaces it.
 */
export function findMissedRuns(
  runs: readonly { started_at: Date; finished_at: Date | null }[],
  { from, now, intervalMs }: { from: Date; now: Date; intervalMs: number },
) {
  const timeOf = (slot: number): Date => new Date(slot * intervalMs);
  const missed: MissedRuns[] = [];
  let due: number | undefined;
  for (const { started_at, finished_at } of [...runs, { started_at: now, finished_at: now }]) {
    const slot = Math.floor(started_at.getTime() / intervalMs + (started_at === now ? 0 : EARLY));
    const first = Math.max(due ?? slot, Math.ceil(from.getTime() / intervalMs));
    if (first < slot) missed.push({ from_at: timeOf(first), to_at: timeOf(slot), runs: slot - first });
    const lastSlot = Math.max(slot, Math.floor((finished_at ?? now).getTime() / intervalMs));
    due = Math.max(due ?? 0, lastSlot + 1);
  }
  return missed;
}

/** How many runs were missed from each of `beginnings`, which are in the order of time, to the next one. */
export function countMissedRuns(
  missed: readonly MissedRuns[],
  beginnings: readonly Date[],
  intervalMs: number,
): number[] {
  const counts = beginnings.map(() => 0);
  let bucket = 0;
  for (const { from_at, runs } of missed)
    for (let run = 0; run < runs; run += 1) {
      const due = from_at.getTime() + run * intervalMs;
      while ((beginnings[bucket + 1]?.getTime() ?? Number.POSITIVE_INFINITY) <= due) bucket += 1;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
  return counts;
}
