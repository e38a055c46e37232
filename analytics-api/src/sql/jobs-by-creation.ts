import { clip, PERIOD_YEARS } from "../period.ts";
import type { Filters } from "../schemas/filters.ts";
import { matchingDimensions } from "./filter-conditions.ts";
import { dayOf, hourOf, instantArray, startOfDay } from "./instants.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";
import { weekHourRows } from "./week-hour-rows.ts";

/** An hour or a day in which matching jobs were created. Instants are PostgreSQL's text: some are out of a Date's range. */
interface PeriodWithJobs {
  begin: string;
  /** Its last microsecond. */
  last: string;
  /** Matching jobs in the whole period. */
  jobs: number;
  /** Whether all of it lies in the filters' period and after the cursor. */
  isWhole: boolean;
}

interface WantedJobs {
  direction: "asc" | "desc";
  /** An instant as PostgreSQL's text: jobs before it, in the order of `direction`, are not wanted. */
  after: string | undefined;
  jobs: number;
}

/** The first hours or days that together have the wanted number of jobs. */
export const findPeriods = async (sql: Snapshot, filters: Filters, wanted: WantedJobs) =>
  firstPeriods(await readPeriods(sql, filters, wanted), wanted.jobs);

/** The first of `periods` that together have so many jobs. */
export function firstPeriods(periods: readonly PeriodWithJobs[], jobs: number): readonly PeriodWithJobs[] {
  let counted = 0;
  const end = periods.findIndex((period) => {
    counted += period.isWhole ? period.jobs : 0;
    return counted >= jobs;
  });
  return end < 0 ? periods : periods.slice(0, end + 1);
}

/**
 * All hours with matching jobs at hours of the week, in the order of time. `jobs` are those of the filters' period, so that their sum
 * is exact.
 */
export function readWeekHours(
  sql: Snapshot,
  filters: Filters,
  weekHours: readonly number[],
  { direction, after }: Pick<WantedJobs, "direction" | "after">,
) {
  const cursor = after === undefined ? undefined : sql`${hourOf(sql, sql`${after}::text::timestamptz`)}`;
  const columns = { ofRollup: sql`total_enriquecimentos`, ofJob: sql`1 as total_enriquecimentos` };
  const plausible = { ...filters, ...clip(filters, PERIOD_YEARS) };
  return sql<PeriodWithJobs[]>`
    select hora::text as begin, (hora + interval '1 hour' - interval '1 microsecond')::text as last, jobs,
           ${cursor ? sql`hora <> ${cursor}` : sql`true`} as "isWhole"
    from (
      select ${hourOf(sql, sql`instante`)} as hora, sum(total_enriquecimentos)::bigint as jobs
      from ${weekHourRows(sql, plausible, filters.zone, columns, weekHours)}
      where bucket = any(${[...weekHours]}::integer[])
      group by 1
    ) as hours
    where ${cursor ? sql`hora ${direction === "asc" ? sql`>=` : sql`<=`} ${cursor}` : sql`true`}
    order by hora ${direction === "asc" ? sql`asc` : sql`desc`}`;
}

/** Periods at the two ends of the filters' period and at the cursor. */
const NOT_WHOLE = 3;

/** The hours with matching jobs, or the days if the filters have workspaces, in the order of time. */
function readPeriods(sql: Snapshot, filters: Filters, { direction, after, jobs }: WantedJobs) {
  const { from, to, workspaceIds } = filters;
  const unit = workspaceIds ? sql`dia` : sql`hora`;
  const unitOf = (instant: SqlFragment) => (workspaceIds ? dayOf(sql, instant) : hourOf(sql, instant));
  const begin = workspaceIds ? startOfDay(sql, unit) : unit;
  const end = workspaceIds ? startOfDay(sql, sql`(dia + 1)`) : sql`hora + interval '1 hour'`;
  const cursor = after === undefined ? undefined : sql`${after}::text::timestamptz`;
  const isAfter = direction === "asc" ? sql`>=` : sql`<=`;
  return sql<PeriodWithJobs[]>`
    select ${begin}::text as begin, (${end} - interval '1 microsecond')::text as last,
           sum(total_enriquecimentos)::bigint as jobs,
           true
             ${from ? sql`and ${begin} >= ${from}` : sql``}
             ${to ? sql`and ${end} <= ${to}` : sql``}
             ${cursor ? sql`and ${unit} <> ${unitOf(cursor)}` : sql``} as "isWhole"
    from ${workspaceIds ? sql`gold.enrichments_by_day` : sql`gold.enrichments_by_hour`}
    where ${workspaceIds ? sql`id_workspace = any(${workspaceIds}::uuid[])` : sql`true`}
      ${from ? sql`and ${unit} >= ${unitOf(sql`${from}::timestamptz`)}` : sql``}
      ${to ? sql`and ${unit} <= ${unitOf(sql`${to}::timestamptz`)}` : sql``}
      ${cursor ? sql`and ${unit} ${isAfter} ${unitOf(cursor)}` : sql``}
      ${matchingDimensions(sql, filters)}
    group by ${unit}
    order by ${unit} ${direction === "asc" ? sql`asc` : sql`desc`}
    limit ${jobs + NOT_WHOLE}`;
}

/** A FROM item with the matching jobs created in `periods`; at the ends of the filters' period, also others. */
export function jobsCreatedIn(sql: Snapshot, filters: Filters, periods: readonly PeriodWithJobs[]) {
  const firsts = periods.map(({ begin }) => begin);
  const lasts = periods.map(({ last }) => last);
  // OFFSET 0 makes PostgreSQL use the index for each period.
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
