import type { Filters } from "../schemas/filters.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The WHERE condition on `gold.enrichments` that `filters` mean. */
export const matching = (sql: Snapshot, filters: Filters): SqlFragment => sql`
  true
  ${filters.from ? sql`and data_criacao >= ${filters.from}` : sql``}
  ${filters.to ? sql`and data_criacao < ${filters.to}` : sql``}
  ${filters.workspaceIds ? sql`and id_workspace = any(${filters.workspaceIds}::uuid[])` : sql``}
  ${filters.statuses ? sql`and status_processamento = any(${filters.statuses}::text[])` : sql``}
  ${filters.contactTypes ? sql`and tipo_contato = any(${filters.contactTypes}::text[])` : sql``}
  ${filters.jobSizes ? sql`and categoria_tamanho_job = any(${filters.jobSizes}::text[])` : sql``}
`;
