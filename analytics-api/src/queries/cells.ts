import type { Filters } from "../schemas/filters.ts";
import { ofKind, ofWorkspaces } from "./matching.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The rollups' units, the longest first. */
const UNITS = ["mes", "dia", "hora"] as const;
export type Unit = (typeof UNITS)[number];

const ROLLUPS: Record<Unit, string> = {
  mes: "enrichments_monthly",
  dia: "enrichments_daily",
  hora: "enrichments_hourly",
};

/** From an instant, to another that it leaves out; from the first job or to the last one where an end is open. */
export interface Span {
  from: Date | undefined;
  to: Date | undefined;
}

export interface CellOptions {
  /** The longest cells to take. */
  longest?: Unit;
  /** What to cover instead of the filters' period, of which nothing may lie outside. */
  spans?: readonly Span[];
  /** Whether cells tell workspaces apart: they have a column `id_workspace` then. */
  byWorkspace?: boolean;
  /**
   * A SELECT to be made of each part of a span, from its cells, a FROM item: the table has `numero` and that SELECT's columns
   * then. PostgreSQL adds some hundred parts up in half the time that it takes to tell their cells apart afterwards. No two
   * parts of a span have a month, a day or an hour in common.
   */
  each?: (cells: SqlFragment) => SqlFragment;
}

/**
 * The jobs that match `filters`, in as few cells as the rollups allow: whole months; of what is left of the period at its ends
 * whole days, then whole hours, then the jobs themselves, each a cell of its own. So what cells add up to is exact for any
 * period in any zone, and costs little.
 *
 * A table with the rollups' columns, and `numero`, the span's place, from 1. A month or a day has `dia`, its first or only
 * day, and `extensao`, an interval; an hour or a job has `instante`, its beginning or creation. What it has not is null.
 */
export function cells(
  sql: Snapshot,
  filters: Filters,
  {
    longest = "mes",
    spans = [filters],
    byWorkspace = false,
    each = (cells) => sql`select * from ${cells}`,
  }: CellOptions = {},
): SqlFragment {
  const units = UNITS.slice(UNITS.indexOf(longest));
  const perWorkspace = byWorkspace || filters.workspaceIds !== undefined;
  const kind = sql`
    ${perWorkspace ? sql`id_workspace,` : sql``} tipo_contato, status_processamento, categoria_tamanho_job`;
  const wholes = (unit: Unit) => sql`
    select ${placeOf(sql, unit)}, ${kind}, total_enriquecimentos, total_contatos, soma_duracao, histograma_duracao
    from gold.${sql(`${ROLLUPS[unit]}${perWorkspace ? "" : "_all"}`)}
    where ${sql(unit)} >= part.de and ${sql(unit)} < part.ate and ${ofKind(sql, filters)}`;
  const jobs = jobsOf(sql, sql`data_criacao >= part.de and data_criacao < part.ate`, kind, filters);
  // OFFSET 0 has PostgreSQL look up each part by itself: it cannot know how little of a table that is.
  const covered = [...units, undefined].map((unit, index) => {
    const found = unit ? wholes(unit) : jobs;
    return sql`
      select numero, whole.*
      from spans cross join lateral (${parts(sql, unit, units[index - 1])}) as part (de, ate)
      join lateral (${each(sql`(${found} offset 0) as cells`)}) as whole on part.de < part.ate`;
  });
  // No period ends before `infinity` where it has no end.
  covered.push(sql`
    select numero, whole.*
    from spans
    join lateral (${each(sql`(${jobsOf(sql, sql`data_criacao = 'infinity'`, kind, filters)} offset 0) as cells`)}) as whole on spans.ate = 'infinity'`);
  return sql`(
    with spans as materialized (
      select numero, de, ate ${units.map((unit) => bounds(sql, unit))}
      from unnest(
        ${instantArray(
          sql,
          spans.map(({ from }) => from ?? "-infinity"),
        )},
        ${instantArray(
          sql,
          spans.map(({ to }) => to ?? "infinity"),
        )}
      ) with ordinality as span (de, ate, numero)
    )
    ${covered.reduce((all, one) => sql`${all} union all ${one}`)}
  )`;
}

/** The matching jobs that were created when `created` says, as cells. */
const jobsOf = (sql: Snapshot, created: SqlFragment, kind: SqlFragment, filters: Filters): SqlFragment => sql`
  select null::date as dia, null::interval as extensao, data_criacao as instante, ${kind},
         1::bigint as total_enriquecimentos, total_contatos::bigint, data_atualizacao - data_criacao as soma_duracao,
         gold.histograma_duracao(duracao_processamento_minutos) as histograma_duracao
  from (
    select * from gold.enrichments where ${created} and ${ofWorkspaces(sql, filters)} offset 0
  ) as job
  where ${ofKind(sql, filters)}`;

/** What of a span lies in the filters' period; a span without anything, when none does. */
export function clip({ from, to }: Filters, begin: Date, end: Date): { from: Date; to: Date } {
  const clipped = { from: from && from > begin ? from : begin, to: to && to < end ? to : end };
  return clipped.from < clipped.to ? clipped : { from: begin, to: begin };
}

/** The columns `dia`, `extensao` and `instante` of a whole unit. */
const placeOf = (sql: Snapshot, unit: Unit): SqlFragment =>
  unit === "hora"
    ? sql`null::date as dia, null::interval as extensao, hora as instante`
    : sql`${sql(unit)} as dia, ${unit === "mes" ? "1 month" : "1 day"}::interval as extensao, null::timestamptz as instante`;

/** As columns `mes_de`, `mes_ate`: the first whole unit of a span, and the one after its last. */
const bounds = (sql: Snapshot, unit: Unit): SqlFragment => {
  // The last moment of what lies before: where it ends on a boundary, the unit after it is whole.
  const before = sql`(de - interval '1 microsecond')`;
  const month = (instant: SqlFragment) => sql`date_trunc('month', ${instant} at time zone ${daysZone(sql)})`;
  const hour = (instant: SqlFragment) => sql`date_bin('1 hour', ${instant}, 'epoch')`;
  const ofUnit: Record<Unit, [SqlFragment, SqlFragment]> = {
    mes: [sql`(${month(before)} + interval '1 month')::date`, sql`${month(sql`ate`)}::date`],
    dia: [sql`${dayOf(sql, before)} + 1`, dayOf(sql, sql`ate`)],
    hora: [sql`${hour(before)} + interval '1 hour'`, hour(sql`ate`)],
  };
  const [begin, end] = ofUnit[unit];
  return sql`, ${begin} as ${sql(`${unit}_de`)}, ${end} as ${sql(`${unit}_ate`)}`;
};

/** What of a span is to be covered by `unit`, or by jobs: what the next longer units leave at both ends. */
const parts = (sql: Snapshot, unit: Unit | undefined, longer: Unit | undefined): SqlFragment => {
  const [begin, end] = unit ? [sql(`${unit}_de`), sql(`${unit}_ate`)] : [sql`de`, sql`ate`];
  if (!longer) return sql`values (${begin}, ${end})`;
  const boundary = (name: string) => (unit === "hora" ? startOf(sql, sql`${sql(name)}`) : sql`${sql(name)}`);
  const [covered, rest] = [boundary(`${longer}_de`), boundary(`${longer}_ate`)];
  return sql`values (${begin}, least(${end}, ${covered})), (greatest(${covered}, ${rest}), ${end})`;
};

/** Sent as one text: the driver takes a millisecond over an array of a hundred. */
export const instantArray = (
  sql: Snapshot,
  instants: readonly (Date | "infinity" | "-infinity")[],
): SqlFragment =>
  sql`${`{${instants.map((instant) => (instant instanceof Date ? instant.toISOString() : instant)).join(",")}}`}::text::timestamptz[]`;

/** The zone of the rollups' days and months. */
const DAYS_ZONE = "America/Sao_Paulo";

/** Not as a parameter: PostgreSQL could not tell then that two mentions of a day are the same. */
const daysZone = (sql: Snapshot) => sql.unsafe(`'${DAYS_ZONE}'`);

/** The day that an instant lies in, as the rollups count days. */
export const dayOf = (sql: Snapshot, instant: SqlFragment): SqlFragment =>
  sql`date(${instant} at time zone ${daysZone(sql)})`;

/** The instant that such a day begins at. */
export const startOf = (sql: Snapshot, day: SqlFragment): SqlFragment =>
  sql`(${day}::timestamp at time zone ${daysZone(sql)})`;
