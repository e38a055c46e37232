import type { Filters } from "../schemas/filters.ts";
import { matchingDimensions, matchingJobs } from "./filter-conditions.ts";
import { bucketOf, hourOf } from "./instants.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

const DIMENSIONS = "tipo_contato, status_processamento, categoria_tamanho_job";

/**
 * A FROM item with the matching jobs by the hour of the week in `zone`. Rows come from `gold.enrichments_by_hour`; an hour in which
 * the period begins or ends, the clocks change, or the zone has half an hour, is read job by job, and so is everything of chosen
 * workspaces. So sums over the rows are exact.
 *
 * With `weekHours`, it has all jobs of these buckets, whose sums are only exact together, and as few others as possible.
 *
 * Columns: `bucket`, 1 for Monday's first hour; the dimensions; `columns`; `instante`, when a job of the row was created, or the hour.
 */
export function weekHourRows(
  sql: Snapshot,
  filters: Filters,
  zone: string,
  columns: { ofRollup: SqlFragment; ofJob: SqlFragment },
  weekHours?: readonly number[],
): SqlFragment {
  const { from, to, workspaceIds } = filters;
  const dimensions = sql.unsafe(DIMENSIONS);
  const bucket = (instant: SqlFragment) => bucketOf(sql, instant, { weekIn: zone });
  if (workspaceIds && !weekHours)
    return sql`(
      select ${bucket(sql`data_criacao`)} as bucket, ${dimensions}, ${columns.ofJob}, data_criacao as instante
      from gold.enrichments where ${matchingJobs(sql, filters)}
    ) as week_hour_rows`;

  const local = (instant: SqlFragment) => sql`(${instant} at time zone ${zone}::text)`;
  const last = sql`(hora + interval '1 hour' - interval '1 microsecond')`;
  const isInOneBucket = sql`${local(sql`hora`)} = date_trunc('hour', ${local(sql`hora`)})`;
  const hasOneOffset = sql`${local(last)} - ${local(sql`hora`)} = interval '1 hour' - interval '1 microsecond'`;
  const isWanted = (instant: SqlFragment) =>
    sql`${bucket(instant)} = any(${[...(weekHours ?? [])]}::integer[])`;
  // OFFSET 0 makes PostgreSQL compute the clocks once per hour, and below, use the index for each hour.
  return sql`(
    with hours as materialized (
      select hora, ${bucket(sql`hora`)} as bucket,
             ${workspaceIds ? sql`false` : sql`true`}
               and (${isInOneBucket} ${weekHours ? sql`or ${isWanted(sql`hora`)} and ${isWanted(last)}` : sql``}) and ${hasOneOffset}
               ${from ? sql`and hora >= ${from}` : sql``}
               ${to ? sql`and hora + interval '1 hour' <= ${to}` : sql``} as is_whole
      from (
        select distinct hora from gold.enrichments_by_hour
        where true
          ${from ? sql`and hora >= ${hourOf(sql, sql`${from}::timestamptz`)}` : sql``}
          ${to ? sql`and hora < ${to}` : sql``}
        offset 0
      ) as hours_with_jobs
      ${weekHours ? sql`where ${isWanted(sql`hora`)} or ${isWanted(last)} or not (${hasOneOffset})` : sql``}
    )
    select bucket, ${dimensions}, ${columns.ofRollup}, hora as instante
    from hours join gold.enrichments_by_hour using (hora)
    where is_whole ${matchingDimensions(sql, filters)}
    union all
    select ${bucket(sql`data_criacao`)}, ${dimensions}, ${columns.ofJob}, data_criacao
    from hours cross join lateral (
      select * from gold.enrichments
      where data_criacao >= ${from ? sql`greatest(hora, ${from})` : sql`hora`}
        and data_criacao < ${to ? sql`least(hora + interval '1 hour', ${to})` : sql`hora + interval '1 hour'`}
        ${workspaceIds ? sql`and id_workspace = any(${workspaceIds}::uuid[])` : sql``}
        ${matchingDimensions(sql, filters)}
      offset 0
    ) as of_hour
    where not is_whole
  ) as week_hour_rows`;
}
