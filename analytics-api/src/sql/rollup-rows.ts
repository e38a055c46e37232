import type { Filters } from "../schemas/filters.ts";
import { matchingDimensions } from "./filter-conditions.ts";
import { dayOf, hourOf, instantArray, startOfDay } from "./instants.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export interface RollupOptions {
  /** Where buckets begin, ascending; without any, all rows are in bucket 1. */
  beginnings?: readonly Date[] | undefined;
  /** Whether rows tell workspaces apart: they have a column `id_workspace` then. */
  byWorkspace?: boolean;
}

/** What rows tell of their jobs besides bucket and dimensions. */
type Measure = "sums" | "classes";

/** The columns of a measure in a rollup, and in `gold.enrichments`. */
const COLUMNS: Record<Measure, { ofRollup: string; ofJob: string }> = {
  sums: {
    ofRollup: "total_enriquecimentos, total_contatos, soma_duracao_ms",
    ofJob: "1, total_contatos, round(duracao_processamento_minutos * 60000)::bigint",
  },
  classes: {
    ofRollup: "unnest(faixas_duracao) as faixa, unnest(enriquecimentos_por_faixa) as jobs",
    ofJob: "gold.faixa_duracao(duracao_processamento_minutos), 1",
  },
};

/** Rows with `total_enriquecimentos`, `total_contatos` and `soma_duracao_ms`: see `rollupRows`. */
export const summedJobs = (sql: Snapshot, filters: Filters, options: RollupOptions = {}): SqlFragment =>
  rollupRows(sql, filters, options, "sums");

/** Rows with `jobs`, how many have a duration of the class `faixa`: see `rollupRows`. */
export const classifiedJobs = (sql: Snapshot, filters: Filters, options: RollupOptions): SqlFragment =>
  rollupRows(sql, filters, options, "classes");

/**
 * The jobs that match `filters` in as few rows as possible, as a FROM item: whole days from `gold.enrichments_by_day`. A day
 * that a bucket or the period begins or ends within is read by the hour; such an hour, or the whole day where workspaces are
 * told apart, is read job by job. So sums over the rows are exact for any period in any time zone.
 *
 * Columns: `bucket`, 1 for the first of `beginnings`; the dimensions; those of the measure.
 */
function rollupRows(
  sql: Snapshot,
  filters: Filters,
  { beginnings = [], byWorkspace = false }: RollupOptions,
  measure: Measure,
): SqlFragment {
  const { from, to, workspaceIds } = filters;
  const boundaries = [from, ...beginnings, to].filter((instant) => instant !== undefined);
  const perWorkspace = byWorkspace || workspaceIds !== undefined;
  const dimensions = sql.unsafe(
    `${perWorkspace ? "id_workspace, " : ""}tipo_contato, status_processamento, categoria_tamanho_job`,
  );
  const [ofRollup, ofJob] = [sql.unsafe(COLUMNS[measure].ofRollup), sql.unsafe(COLUMNS[measure].ofJob)];
  const bucketOf = (instant: SqlFragment) =>
    beginnings.length > 0 ? sql`width_bucket(${instant}, ${instantArray(sql, beginnings)})` : sql`1`;
  const inPeriod = (instant: SqlFragment) => sql`
    ${from ? sql`and ${instant} >= ${from}` : sql``} ${to ? sql`and ${instant} < ${to}` : sql``}`;

  const days = sql`
    from gold.enrichments_by_day
    where ${perWorkspace ? ofWorkspaces(sql, workspaceIds) : sql`id_workspace is null`}
      ${from ? sql`and dia >= ${dayOf(sql, sql`${from}::timestamptz`)}` : sql``}
      ${to ? sql`and dia < ${dayOf(sql, sql`${to}::timestamptz`)}` : sql``}
      ${matchingDimensions(sql, filters)}`;
  if (boundaries.length === 0)
    return sql`(select 1 as bucket, ${dimensions}, ${ofRollup} ${days}) as rollup_rows`;

  // OFFSET 0 makes PostgreSQL tell the bucket once for a row, and look each day or hour up by itself.
  const wholeDays = sql`
    select bucket, ${dimensions}, ${ofRollup}
    from (
      select ${bucketOf(startOfDay(sql, sql`dia`))} as bucket, enrichments_by_day.*
      ${days} and dia not in (select dia from cut_days)
      offset 0
    ) as by_day`;
  const wholeHours = sql`
    select bucket, ${dimensions}, ${ofRollup}
    from (
      select ${bucketOf(sql`hora`)} as bucket, of_day.*
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
    select ${bucketOf(sql`data_criacao`)}, ${dimensions}, ${ofJob}
    from (${cutUnits}) as cut cross join lateral (
      select * from gold.enrichments
      where data_criacao >= cut.begin and data_criacao < cut.end
        ${workspaceIds ? sql`and id_workspace = any(${workspaceIds}::uuid[])` : sql``}
        ${matchingDimensions(sql, filters)}
      offset 0
    ) as of_unit
    where true ${inPeriod(sql`data_criacao`)}`;
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

const ofWorkspaces = (sql: Snapshot, ids: readonly string[] | undefined): SqlFragment =>
  ids ? sql`id_workspace = any(${[...ids]}::uuid[])` : sql`id_workspace is not null`;
