import type { Filters } from "../schemas/filters.ts";
import { matching, ofKind, soughtBy, within } from "./matching.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export interface CellOptions {
  /** Instants that no cell may lie across, such as the beginnings of buckets. */
  cuts?: readonly Date[];
  /** Whether cells tell workspaces apart: they have a column `id_workspace` then. */
  byWorkspace?: boolean;
}

/**
 * The jobs that match `filters`, in as few cells as the rollups allow: whole days; of days cut by an end of the period or
 * by `cuts` their whole hours; of hours cut the jobs themselves, each a cell of its own. So what cells add up to is exact
 * for any period in any zone, and costs little where cuts lie on the hour.
 *
 * A table with the rollups' columns. `dia` is null in a cell that is no whole day: such a cell has its `instante`, the
 * beginning of the hour or the creation of the job.
 */
export function cells(
  sql: Snapshot,
  filters: Filters,
  { cuts = [], byWorkspace = false }: CellOptions = {},
): SqlFragment {
  const { from, to } = filters;
  const perWorkspace = byWorkspace || filters.workspaceIds !== undefined;
  const kind = sql`
    ${perWorkspace ? sql`id_workspace,` : sql``} tipo_contato, status_processamento, categoria_tamanho_job`;
  const measures = sql`total_enriquecimentos, total_contatos, soma_duracao, histograma_duracao`;
  const instants = [...cuts, from, to].filter((cut) => cut !== undefined);
  const days = sql`
    select dia, null::timestamptz as instante, ${kind}, ${measures}
    from ${perWorkspace ? sql`gold.enrichments_daily` : sql`gold.enrichments_daily_all`}
    where ${ofKind(sql, filters)}`;
  // OFFSET 0 keeps PostgreSQL from walking along all days of all workspaces because they come in the order that is asked for.
  if (instants.length === 0) return sql`(${days} offset 0)`;
  // Here it has PostgreSQL look up each day and hour by itself: it cannot know how few they are.
  return sql`(
    with cuts as materialized (
      select cut from unnest(${instantArray(sql, instants)}) as cut
    ), cut_days as materialized (
      select distinct dia from cuts, ${dayOf(sql, sql`cut`)} as dia where cut <> ${startOf(sql, sql`dia`)}
    ), cut_hours as materialized (
      select distinct hora from cuts, date_bin('1 hour', cut, 'epoch') as hora where cut <> hora
    )
    ${days}
      ${from ? sql`and dia >= ${dayOf(sql, sql`${from}::timestamptz`)}` : sql``}
      ${to ? sql`and dia <= ${dayOf(sql, sql`(${to}::timestamptz - interval '1 microsecond')`)}` : sql``}
      and dia not in (select dia from cut_days)
    union all
    select null, hora, ${kind}, ${measures}
    from cut_days cross join lateral (
      select hora, ${kind}, ${measures}
      from ${perWorkspace ? sql`gold.enrichments_hourly` : sql`gold.enrichments_hourly_all`}
      where hora >= ${startOf(sql, sql`dia`)} and hora < ${startOf(sql, sql`(dia + 1)`)} and ${ofKind(sql, filters)}
      offset 0
    ) as hours
    where ${within(sql, filters, sql`hora`)} and hora not in (select hora from cut_hours)
    union all
    select null, data_criacao, ${kind}, 1, total_contatos, data_atualizacao - data_criacao,
           gold.histograma_duracao(duracao_processamento_minutos)
    from cut_hours cross join lateral (
      select data_criacao, data_atualizacao, duracao_processamento_minutos, total_contatos, ${kind}
      from gold.enrichments
      where data_criacao >= hora and data_criacao < hora + interval '1 hour' and ${ofKind(sql, soughtBy(filters))}
      offset 0
    ) as jobs
    where ${matching(sql, filters)}
  )`;
}

/** Sent as one text: the driver takes a millisecond over an array of a hundred. */
export const instantArray = (sql: Snapshot, instants: readonly Date[]): SqlFragment =>
  sql`${`{${instants.map((instant) => instant.toISOString()).join(",")}}`}::text::timestamptz[]`;

/** The zone of the rollups' days. */
export const DAYS_ZONE = "America/Sao_Paulo";

/** Not as a parameter: PostgreSQL could not tell then that two mentions of a day are the same. */
const daysZone = (sql: Snapshot) => sql.unsafe(`'${DAYS_ZONE}'`);

/** The day that an instant lies in, as the rollups count days. */
export const dayOf = (sql: Snapshot, instant: SqlFragment): SqlFragment =>
  sql`date(${instant} at time zone ${daysZone(sql)})`;

/** The instant that such a day begins at. */
export const startOf = (sql: Snapshot, day: SqlFragment): SqlFragment =>
  sql`(${day}::timestamp at time zone ${daysZone(sql)})`;
