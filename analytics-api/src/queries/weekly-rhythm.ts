import { USUAL_WEEKS } from "../attention/windows.ts";
import type { ClosedPeriod } from "../period.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** The jobs that one workspace created in the same hours of an earlier week. */
export interface WeeklyJobs {
  id_workspace: string;
  /** How many weeks earlier, from 1. */
  weeks: number;
  jobs: number;
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** The jobs per workspace in the same hours as `period`, in each of the `USUAL_WEEKS` weeks before. Weeks have the same length in every zone. */
export function readWeeklyRhythm(sql: Snapshot, { from, to }: ClosedPeriod) {
  const earlier = (instant: Date, weeks: number) => new Date(instant.getTime() - weeks * WEEK_MS);
  // Each week by itself: PostgreSQL then knows how few jobs it has, and reads just these.
  const jobs = Array.from(
    { length: USUAL_WEEKS },
    (_, index) => sql`
      select id_workspace, ${index + 1}::integer as weeks from gold.enrichments
      where data_criacao >= ${earlier(from, index + 1)} and data_criacao < ${earlier(to, index + 1)}`,
  ).reduce((all, ofWeek) => sql`${all} union all ${ofWeek}`);
  return sql<WeeklyJobs[]>`
    select id_workspace, weeks, count(*) as jobs from (${jobs}) as job group by id_workspace, weeks`;
}
