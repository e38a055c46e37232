import type { ClosedPeriod } from "../period.ts";
import type { AsOf } from "../schemas/as-of.ts";

const HOUR_MS = 3_600_000;

/** The jobs that are compared: those of the last day. */
const RECENT_HOURS = 24;

/** What they are compared with: the jobs of the days before. */
export const USUAL_DAYS = 28;
export const USUAL_WEEKS = USUAL_DAYS / 7;

/** With fewer jobs, a rate or a mean says little. */
export const FEWEST_JOBS = 20;

export interface RecentPeriod extends ClosedPeriod {
  hours: number;
}

/** The last day by the clock of the source, as far as the newest run shows it. Undefined before the first run. */
export function recentPeriod({ instant, watermark }: AsOf): RecentPeriod | undefined {
  const known = [instant, watermark].filter((time) => time !== null);
  if (known.length === 0) return undefined;
  const to = new Date(Math.max(...known.map(Number)));
  return { from: hoursAfter(to, -RECENT_HOURS), to, hours: RECENT_HOURS };
}

export const hoursAfter = (instant: Date, hours: number): Date =>
  new Date(instant.getTime() + hours * HOUR_MS);
