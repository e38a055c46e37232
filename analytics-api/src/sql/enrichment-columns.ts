import { type Enrichment, enrichmentColumns } from "../schemas/enrichment.ts";
import type { Snapshot, SqlFragment } from "./snapshot.ts";

export const shownColumns = (sql: Snapshot): SqlFragment => sql`
  ${sql(enrichmentColumns.filter((column) => column !== DURATION && column !== PER_CONTACT))},
  ${onceFinished(sql, DURATION)}, ${onceFinished(sql, PER_CONTACT)}`;

const DURATION = "duracao_processamento_minutos" satisfies keyof Enrichment;
const PER_CONTACT = "tempo_por_contato_minutos" satisfies keyof Enrichment;

/** Null while the job is being processed: gold then has the time until its last update, often 0, which is no duration. */
export const onceFinished = (sql: Snapshot, column: typeof DURATION | typeof PER_CONTACT): SqlFragment =>
  sql`case when status_processamento <> 'EM_PROCESSAMENTO' then ${sql(column)} end as ${sql(column)}`;
