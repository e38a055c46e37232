import { DateTime } from "luxon";
import { z } from "zod/mini";
import { apiQuery, type Filters, isDay } from "../filters.ts";
import type { Listing } from "../listing.ts";
import { withoutCaseAndAccents } from "../plain-text.ts";
import type { WeekHours } from "../week-hours.ts";

/** A string constant of PostgreSQL, whatever `standard_conforming_strings` is. */
export function quoteSql(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}

const FINISHED = "status_processamento <> 'EM_PROCESSAMENTO'";

/** What gold has of a running job until its last update is no duration. */
const COLUMNS = [
  "id_enriquecimento",
  "id_workspace",
  "nome_workspace",
  "total_contatos",
  "tipo_contato",
  "status_processamento",
  "data_criacao",
  "data_atualizacao",
  `case when ${FINISHED} then duracao_processamento_minutos end as duracao_processamento_minutos`,
  `case when ${FINISHED} then tempo_por_contato_minutos end as tempo_por_contato_minutos`,
  "processamento_sucesso",
  "categoria_tamanho_job",
  "necessita_reprocessamento",
];

const MEASURES = [
  "count(*) as total_enriquecimentos",
  "coalesce(sum(total_contatos), 0) as total_contatos",
  "count(*) filter (where status_processamento = 'EM_PROCESSAMENTO') as em_processamento",
  "count(*) filter (where necessita_reprocessamento) as necessitam_reprocessamento",
  `count(*) filter (where processamento_sucesso)::double precision / nullif(count(*) filter (where ${FINISHED}), 0) as taxa_sucesso`,
  `avg(duracao_processamento_minutos) filter (where ${FINISHED}) as duracao_media_minutos`,
];

/** All jobs of the list, as the API selects and orders them. @param now epoch milliseconds */
export function jobsSql(
  filters: Filters,
  { weekHours, busca, ordenar, ordem }: Pick<Listing, "weekHours" | "busca" | "ordenar" | "ordem">,
  now: number,
): string {
  const searched = busca === undefined ? [] : [searchCondition(busca)];
  return select(
    COLUMNS,
    [...filterConditions(filters, now), ...weekHourConditions(filters, weekHours), ...searched],
    // The column itself and not its alias, which has no duration of running jobs.
    `order by enrichments.${ordenar} ${ordem}, id_enriquecimento ${ordem}`,
  );
}

/** The measures of the overview, except the percentiles, which the API estimates. @param now epoch milliseconds */
export const measuresSql = (filters: Filters, now: number): string =>
  select(MEASURES, filterConditions(filters, now));

/** A job in gold, and each version of it with its payload, request and run. */
export const jobSql = (id: string): string =>
  [
    `select * from gold.enrichments where id_enriquecimento = ${quoteSql(id)};`,
    `select * from gold.enrichments_lineage where id_enriquecimento = ${quoteSql(id)} order by observed_at;`,
  ].join("\n");

/** A run in the ledger, and the jobs that it wrote last. */
export const runSql = (id: string): string =>
  [
    `select * from ops.runs where run_id = ${quoteSql(id)};`,
    `select * from gold.enrichments where id_execucao = ${quoteSql(id)};`,
  ].join("\n");

function select(columns: readonly string[], conditions: readonly string[], order?: string): string {
  const clauses = [
    `select\n  ${columns.join(",\n  ")}`,
    "from gold.enrichments",
    ...(conditions.length > 0 ? [`where ${conditions.join("\n  and ")}`] : []),
    ...(order ? [order] : []),
  ];
  return `${clauses.join("\n")};`;
}

function filterConditions(filters: Filters, now: number): string[] {
  const { fuso: zone, data_inicio, data_fim } = apiQuery(filters, now);
  const columns = ["id_workspace", "status_processamento", "tipo_contato", "categoria_tamanho_job"] as const;
  return [
    ...(data_inicio ? [`data_criacao >= ${quoteSql(startOf(data_inicio, zone))}`] : []),
    ...(data_fim ? [`data_criacao < ${quoteSql(endOf(data_fim, zone))}`] : []),
    ...columns
      .filter((column) => filters[column].length > 0)
      .map((column) => `${column} in (${filters[column].map(quoteSql).join(", ")})`),
  ];
}

/** By the clocks of the zone when the job was created. */
function weekHourConditions({ fuso }: Filters, { dia_semana, hora }: WeekHours): string[] {
  const clocks = `data_criacao at time zone ${quoteSql(fuso)}`;
  return [
    ...(dia_semana ? [`extract(isodow from ${clocks}) = ${dia_semana}`] : []),
    ...(hora ? [`extract(hour from ${clocks}) = ${hora}`] : []),
  ];
}

const startOf = (edge: string, zone: string): string => instant(DateTime.fromISO(edge, { zone }));

/** The last day is part of a period, an instant is not. */
const endOf = (edge: string, zone: string): string =>
  isDay(edge)
    ? instant(DateTime.fromISO(edge, { zone }).plus({ days: 1 }).startOf("day"))
    : startOf(edge, zone);

const instant = (time: DateTime): string => time.toISO({ suppressMilliseconds: true }) ?? "";

/** As the API searches: a whole id, or a part of the name that a workspace has in its newest job, without case and accents. */
function searchCondition(text: string): string {
  if (z.guid().safeParse(text).success)
    return `(id_enriquecimento = ${quoteSql(text)} or id_workspace = ${quoteSql(text)})`;
  const plainName = "lower(regexp_replace(normalize(nome_workspace, nfd), '[\\u0300-\\u036f]', '', 'g'))";
  return `id_workspace in (
    select id_workspace
    from (
      select distinct on (id_workspace) id_workspace, nome_workspace
      from gold.enrichments order by id_workspace, data_criacao desc
    ) as newest
    where strpos(${plainName}, ${quoteSql(withoutCaseAndAccents(text))}) > 0
  )`;
}
