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

/** The jobs per workspace in the same hours as `period`, in each of the `USUAL_WEEKS` weeks before. Weeks have the same length in every zone. */
export const readWeeklyRhythm = (sql: Snapshot, { from, to }: ClosedPeriod) => sql<WeeklyJobs[]>`
  select id_workspace, weeks, count(*) as jobs
  from generate_series(1, ${USUAL_WEEKS}::integer) as weeks
  cross join lateral (
    select id_workspace from gold.enrichments
    where data_criacao >= ${from}::timestamptz - weeks * interval '168 hours'
      and data_criacao < ${to}::timestamptz - weeks * interval '168 hours'
  ) as job
  group by id_workspace, weeks`;
