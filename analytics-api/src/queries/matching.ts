import type { Filters } from "../schemas/filters.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The WHERE condition on `gold.enrichments` that `filters` mean. */
export const matching = (sql: Snapshot, filters: Filters): SqlFragment => sql`
  ${ofKind(sql, filters)}
  ${filters.from ? sql`and data_criacao >= ${filters.from}` : sql``}
  ${filters.to ? sql`and data_criacao < ${filters.to}` : sql``}`;

/** Those of `filters` that are not the period, as a condition on the columns that `gold.enrichments` and its rollups have in common. */
export const ofKind = (sql: Snapshot, filters: Filters): SqlFragment => sql`
  true
  ${filters.workspaceIds ? sql`and id_workspace = any(${filters.workspaceIds}::uuid[])` : sql``}
  ${filters.statuses ? sql`and status_processamento = any(${filters.statuses}::text[])` : sql``}
  ${filters.contactTypes ? sql`and tipo_contato = any(${filters.contactTypes}::text[])` : sql``}
  ${filters.jobSizes ? sql`and categoria_tamanho_job = any(${filters.jobSizes}::text[])` : sql``}
`;

/**
 * Those of `filters` to find an hour's jobs by, before the others are told from them. PostgreSQL takes a period whose length
 * it does not know, together with a kind, for thousands of look-ups, and reads the index of another order from end to end.
 */
export const soughtBy = (filters: Filters): Filters => ({
  ...filters,
  statuses: undefined,
  contactTypes: undefined,
  jobSizes: undefined,
});
