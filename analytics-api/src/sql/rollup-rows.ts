import type { Filters } from "../schemas/filters.ts";
import { matchingDimensions } from "./filter-conditions.ts";
import { type Buckets, bucketOf, dayOf, hourOf, instantArray, startOfDay } from "./instants.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";
import { weekHourRows } from "./week-hour-rows.ts";

export interface RollupOptions extends Buckets {
  /** Whether rows are per workspace, with a column `id_workspace`. */
  byWorkspace?: boolean;
}

/** The columns of each measure in a rollup, and in `gold.enrichments`: of the same types, or PostgreSQL converts every rollup row. */
const COLUMNS = {
  sums: {
    ofRollup: "total_enriquecimentos, total_contatos, soma_duracao_ms",
    ofJob:
      "1 as total_enriquecimentos, total_contatos::bigint as total_contatos, round(duracao_processamento_minutos * 60000)::bigint as soma_duracao_ms",
  },
  classes: {
    ofRollup: "unnest(faixas_duracao) as faixa, unnest(enriquecimentos_por_faixa) as jobs",
    ofJob: "gold.faixa_duracao(duracao_processamento_minutos)::smallint as faixa, 1 as jobs",
  },
} as const;

/** `rollupRows` with `total_enriquecimentos`, `total_contatos` and `soma_duracao_ms`. */
export const summedJobs = (sql: Snapshot, filters: Filters, options: RollupOptions = {}) =>
  rollupRows(sql, filters, options, "sums");

/** `rollupRows` with `jobs`, the number of jobs with a duration of the class `faixa`. */
export const classifiedJobs = (sql: Snapshot, filters: Filters, options: RollupOptions): SqlFragment =>
  rollupRows(sql, filters, options, "classes");

/**
 * A FROM item with the matching jobs in as few rows as possible. Whole days come from `gold.enrichments_by_day`. A day in which a
 * bucket or the period begins or ends is read by the hour, and such an hour job by job; per workspace, the whole day is read job by
 * job. So sums over the rows are exact for any period in any time zone.
 *
 * Columns: `bucket`, 1 for the first of `beginnings`; the dimensions; those of the measure.
 */
function rollupRows(
  sql: Snapshot,
  filters: Filters,
  { beginnings = [], weekIn, byWorkspace = false }: RollupOptions,
  measure: keyof typeof COLUMNS,
): SqlFragment {
  const [ofRollup, ofJob] = [sql.unsafe(COLUMNS[measure].ofRollup), sql.unsafe(COLUMNS[measure].ofJob)];
  if (weekIn !== undefined) return weekHourRows(sql, filters, weekIn, { ofRollup, ofJob });
  const { from, to, workspaceIds } = filters;
  const boundaries = [from, ...beginnings, to].filter((instant) => instant !== undefined);
  const perWorkspace = byWorkspace || workspaceIds !== undefined;
  const dimensions = sql.unsafe(
    `${perWorkspace ? "id_workspace, " : ""}tipo_contato, status_processamento, categoria_tamanho_job`,
  );
  const workspace = workspaceIds
    ? sql`id_workspace = any(${workspaceIds}::uuid[])`
    : sql`id_workspace is ${byWorkspace ? sql`not null` : sql`null`}`;
  const bucket = (instant: SqlFragment) => bucketOf(sql, instant, { beginnings });
  const inPeriod = (instant: SqlFragment) => sql`
    ${from ? sql`and ${instant} >= ${from}` : sql``} ${to ? sql`and ${instant} < ${to}` : sql``}`;

  const days = sql`
    from gold.enrichments_by_day
    where ${workspace}
      ${from ? sql`and dia >= ${dayOf(sql, sql`${from}::timestamptz`)}` : sql``}
      ${to ? sql`and dia < ${dayOf(sql, sql`${to}::timestamptz`)}` : sql``}
      ${matchingDimensions(sql, filters)}`;
  if (boundaries.length === 0)
    return sql`(select 1 as bucket, ${dimensions}, ${ofRollup} ${days}) as rollup_rows`;

  // OFFSET 0 makes PostgreSQL compute the bucket once per row, and use the index for each day or hour.
  const wholeDays = sql`
    select bucket, ${dimensions}, ${ofRollup}
    from (
      select ${bucket(startOfDay(sql, sql`dia`))} as bucket, enrichments_by_day.*
      ${days} and dia not in (select dia from cut_days)
      offset 0
    ) as by_day`;
  const wholeHours = sql`
    select bucket, ${dimensions}, ${ofRollup}
    from (
      select ${bucket(sql`hora`)} as bucket, of_day.*
      from cut_days cross join lateral (
        select * from gold.enrichments_by_hour
        where hora >= ${startOfDay(sql, sql`cut_days.dia`)} and hora < ${startOfDay(sql, sql`(cut_days.dia + 1)`)}
          ${matchingDimensions(sql, filters)}
        offset 0
      ) as of_day
      where hora not in (select hora from cut_hours) ${inPeriod(sql`hora`)}
      offset 0
    ) as by_hour`;
  const cutUnits = perWorkspace
    ? sql`select ${startOfDay(sql, sql`dia`)} as begin, ${startOfDay(sql, sql`(dia + 1)`)} as end from cut_days`
    : sql`select hora as begin, hora + interval '1 hour' as end from cut_hours`;
  const jobs = sql`
    select ${bucket(sql`data_criacao`)}, ${dimensions}, ${ofJob}
    from (${cutUnits}) as cut cross join lateral (
      select * from gold.enrichments
      where data_criacao >= ${from ? sql`greatest(cut.begin, ${from})` : sql`cut.begin`}
        and data_criacao < ${to ? sql`least(cut.end, ${to})` : sql`cut.end`}
        ${workspaceIds ? sql`and id_workspace = any(${workspaceIds}::uuid[])` : sql``}
        ${matchingDimensions(sql, filters)}
      offset 0
    ) as of_unit`;
  return sql`(
    with boundaries as (
      select instant, ${dayOf(sql, sql`instant`)} as dia, ${hourOf(sql, sql`instant`)} as hora
      from unnest(${instantArray(sql, boundaries)}) as boundary (instant)
    ), cut_days as materialized (
      select distinct dia from boundaries where ${startOfDay(sql, sql`dia`)} <> instant
    ), cut_hours as materialized (
      select distinct hora from boundaries where hora <> instant
    )
    ${wholeDays} ${perWorkspace ? sql`` : sql`union all ${wholeHours}`} union all ${jobs}
  ) as rollup_rows`;
}
