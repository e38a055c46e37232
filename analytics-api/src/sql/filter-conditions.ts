import type { Filters } from "../schemas/filters.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The WHERE condition of `filters` on `gold.enrichments`. */
export const matchingJobs = (sql: Snapshot, filters: Filters): SqlFragment => sql`
  ${filters.workspaceIds ? sql`id_workspace = any(${filters.workspaceIds}::uuid[])` : sql`true`}
  ${matchingDimensions(sql, filters)}
  ${filters.from ? sql`and data_criacao >= ${filters.from}` : sql``}
  ${filters.to ? sql`and data_criacao < ${filters.to}` : sql``}`;

/** The same for a selection, which may be restricted to one job. */
export const selectedJobs = (sql: Snapshot, filters: Filters, jobId: string | undefined): SqlFragment => sql`
  ${matchingJobs(sql, filters)} ${jobId === undefined ? sql`` : sql`and id_enriquecimento = ${jobId}`}`;

/** As AND terms: the filters on columns that `gold.enrichments` and both rollups have, without the workspace. */
export const matchingDimensions = (
  sql: Snapshot,
  { statuses, contactTypes, jobSizes }: Filters,
): SqlFragment => sql`
  ${statuses ? sql`and status_processamento = any(${statuses}::text[])` : sql``}
  ${contactTypes ? sql`and tipo_contato = any(${contactTypes}::text[])` : sql``}
  ${jobSizes ? sql`and categoria_tamanho_job = any(${jobSizes}::text[])` : sql``}`;
