import { PERIOD_YEARS } from "../period.ts";
import type { Filters } from "../schemas/filters.ts";
import { bucketOf } from "./instants.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The WHERE condition of `filters` on `gold.enrichments`. */
export const matchingJobs = (sql: Snapshot, filters: Filters): SqlFragment => sql`
  ${filters.workspaceIds ? sql`id_workspace = any(${filters.workspaceIds}::uuid[])` : sql`true`}
  ${matchingDimensions(sql, filters)}
  ${filters.from ? sql`and data_criacao >= ${filters.from}` : sql``}
  ${filters.to ? sql`and data_criacao < ${filters.to}` : sql``}`;

interface SelectedJobs {
  filters: Filters;
  jobId: string | undefined;
  /** Buckets of `bucketOf`. */
  weekHours: readonly number[] | undefined;
}

/** The same for a selection, which may be restricted to one job, or to hours of the week. */
export const selectedJobs = (sql: Snapshot, { filters, jobId, weekHours }: SelectedJobs): SqlFragment => sql`
  ${matchingJobs(sql, filters)}
  ${jobId === undefined ? sql`` : sql`and id_enriquecimento = ${jobId}`}
  ${weekHours ? sql`and ${isInWeekHours(sql, filters.zone, weekHours)}` : sql``}`;

/** CASE, because an instant outside of the supported years may have no hour, and PostgreSQL chooses the order of AND terms. */
const isInWeekHours = (sql: Snapshot, zone: string, weekHours: readonly number[]): SqlFragment => sql`
  case when data_criacao >= ${PERIOD_YEARS.from} and data_criacao < ${PERIOD_YEARS.to}
    then ${bucketOf(sql, sql`data_criacao`, { weekIn: zone })} = any(${[...weekHours]}::integer[]) else false end`;

/** As AND terms: the filters on columns that `gold.enrichments` and both rollups have, without the workspace. */
export const matchingDimensions = (
  sql: Snapshot,
  { statuses, contactTypes, jobSizes }: Filters,
): SqlFragment => sql`
  ${statuses ? sql`and status_processamento = any(${statuses}::text[])` : sql``}
  ${contactTypes ? sql`and tipo_contato = any(${contactTypes}::text[])` : sql``}
  ${jobSizes ? sql`and categoria_tamanho_job = any(${jobSizes}::text[])` : sql``}`;
