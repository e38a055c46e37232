import type { Filters } from "../schemas/filters.ts";
import { matchingDimensions } from "./filter-conditions.ts";
import { dayOf, hourOf, startOfDay } from "./instants.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** An hour or a day in which matching jobs were created. Instants are PostgreSQL's text: some lie beyond any Date. */
export interface PeriodWithJobs {
  begin: string;
  /** Its last microsecond. */
  last: string;
  /** Matching jobs in all of it. */
  jobs: number;
  /** Whether all of it lies in the filters' period and behind `after`. */
  isWhole: boolean;
}

export interface PeriodOptions {
  direction: "asc" | "desc";
  /** As text; periods that end before it, in the order of `direction`, are left out. */
  after: string | undefined;
  limit: number;
}

/** The hours with matching jobs, or where workspaces are asked for the days, in the order of time. */
export function readPeriodsWithJobs(
  sql: Snapshot,
  filters: Filters,
  { direction, after, limit }: PeriodOptions,
) {
  const { from, to, workspaceIds } = filters;
  const unit = workspaceIds ? sql`dia` : sql`hora`;
  const unitOf = (instant: SqlFragment) => (workspaceIds ? dayOf(sql, instant) : hourOf(sql, instant));
  const begin = workspaceIds ? startOfDay(sql, unit) : unit;
  const end = workspaceIds ? startOfDay(sql, sql`(dia + 1)`) : sql`hora + interval '1 hour'`;
  const cursor = after === undefined ? undefined : sql`${after}::text::timestamptz`;
  const isBehind = direction === "asc" ? sql`>=` : sql`<=`;
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
      ${cursor ? sql`and ${unit} ${isBehind} ${unitOf(cursor)}` : sql``}
      ${matchingDimensions(sql, filters)}
    group by ${unit}
    order by ${unit} ${direction === "asc" ? sql`asc` : sql`desc`}
    limit ${limit}`;
}
