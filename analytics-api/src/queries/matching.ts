import type { Filters } from "../schemas/filters.ts";
import { dimensions } from "../schemas/measures.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

/** The WHERE condition on `gold.enrichments` that `filters` mean. */
export const matching = (sql: Snapshot, filters: Filters): SqlFragment => sql`
  ${ofKind(sql, filters)}
  ${filters.from ? sql`and data_criacao >= ${filters.from}` : sql``}
  ${filters.to ? sql`and data_criacao < ${filters.to}` : sql``}`;

/**
 * Those of `filters` that are not the period, as a condition on the columns that `gold.enrichments` and its rollups have in common.
 * A kind that is not asked for is any of its values: each form of a statement would have a plan of its own in every connection.
 */
export const ofKind = (sql: Snapshot, filters: Filters): SqlFragment => sql`
  ${ofWorkspaces(sql, filters)}
  and status_processamento = any(${filters.statuses ?? dimensions.status_processamento}::text[])
  and tipo_contato = any(${filters.contactTypes ?? dimensions.tipo_contato}::text[])
  and categoria_tamanho_job = any(${filters.jobSizes ?? dimensions.categoria_tamanho_job}::text[])
`;

/**
 * What finds an hour's jobs, before the other filters are told from them. PostgreSQL takes a period whose length it does not
 * know, together with a kind, for thousands of look-ups, and reads the index of another order from end to end.
 */
export const ofWorkspaces = (sql: Snapshot, { workspaceIds }: Filters): SqlFragment =>
  workspaceIds ? sql`id_workspace = any(${workspaceIds}::uuid[])` : sql`true`;
