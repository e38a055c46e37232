import type { Filters } from "../schemas/filters.ts";
import { matchingDimensions } from "./filter-conditions.ts";
import { instantArray } from "./instants.ts";
import { type PeriodWithJobs, readPeriodsWithJobs } from "./periods-with-jobs.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export interface WantedJobs {
  direction: "asc" | "desc";
  /** An instant as PostgreSQL's text: jobs created before it, in the order of `direction`, need not be found. */
  after: string | undefined;
  jobs: number;
}

/** The first hours or days whose jobs are as many as are wanted. */
export async function findPeriods(
  sql: Snapshot,
  filters: Filters,
  { direction, after, jobs }: WantedJobs,
): Promise<PeriodWithJobs[]> {
  // Besides whole ones there are at most those of the period's two ends and of the cursor.
  const periods = await readPeriodsWithJobs(sql, filters, { direction, after, limit: jobs + 3 });
  let counted = 0;
  const end = periods.findIndex((period) => {
    counted += period.isWhole ? period.jobs : 0;
    return counted >= jobs;
  });
  return end < 0 ? periods : periods.slice(0, end + 1);
}

/** A FROM item: the matching jobs that were created in `periods`, and others of these at the ends of the filters' period. */
export function jobsCreatedIn(
  sql: Snapshot,
  filters: Filters,
  periods: readonly PeriodWithJobs[],
): SqlFragment {
  const firsts = periods.map(({ begin }) => begin);
  const lasts = periods.map(({ last }) => last);
  // OFFSET 0 makes PostgreSQL look each period up by itself.
  return sql`(
    select of_period.*
    from unnest(${instantArray(sql, firsts)}, ${instantArray(sql, lasts)}) as period (first, last)
    cross join lateral (
      select * from gold.enrichments
      where data_criacao >= period.first and data_criacao <= period.last
        ${filters.workspaceIds ? sql`and id_workspace = any(${filters.workspaceIds}::uuid[])` : sql``}
        ${matchingDimensions(sql, filters)}
      offset 0
    ) as of_period
  )`;
}
