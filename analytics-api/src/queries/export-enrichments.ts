import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import postgres from "postgres";
import { PERIOD_YEARS } from "../period.ts";
import { type Enrichment, enrichmentColumns } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import { inOrder } from "./enrichment-order.ts";
import { selected } from "./page-of-enrichments.ts";
import { lookUp } from "./search.ts";

/** Some 300 kB: large enough to be quick, small enough for many to be under way. */
const BATCH_ROWS = 1_000;

type Instant = "data_criacao" | "data_atualizacao" | "data_atualizacao_dw";

/** A job with its instants as text in the asked zone, and that zone. */
export type ExportedEnrichment = Omit<Enrichment, Instant> & Record<Instant | "fuso", string>;

export const exportColumns = [...enrichmentColumns, "fuso"] as const;

/**
 * All selected jobs in order, batch by batch through a database cursor: whatever their number, only one batch is in
 * memory. Holds a connection of `sql` from the first batch to the last one or to the generator's return.
 */
export async function* exportEnrichments(
  sql: WarehouseClient,
  selection: Selection,
  instantPattern: string,
): AsyncGenerator<ExportedEnrichment[]> {
  const connection = await sql.reserve();
  let held = true;
  try {
    await connection`begin isolation level repeatable read read only`;
    await connection`select set_config('TimeZone', ${selection.filters.zone}, true)`;
    const found = await lookUp(connection, selection);
    // PostgreSQL's own text where the pattern would leave out the era, the seconds of an offset, or all of `infinity`.
    const instant = (column: string) => connection`
      case when ${connection(column)} >= ${PERIOD_YEARS.from} and ${connection(column)} < ${PERIOD_YEARS.to}
        then to_char(${connection(column)}, ${instantPattern}) else ${connection(column)}::text end`;
    // The driver's own cursor is one statement, whose time would go on while the reader takes his.
    await connection`
      declare exported no scroll cursor for
      select
        id_enriquecimento, id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento,
        ${instant("data_criacao")} as data_criacao,
        ${instant("data_atualizacao")} as data_atualizacao,
        duracao_processamento_minutos, tempo_por_contato_minutos, processamento_sucesso, categoria_tamanho_job,
        necessita_reprocessamento,
        ${instant("data_atualizacao_dw")} as data_atualizacao_dw,
        id_versao_bronze, id_execucao,
        ${selection.filters.zone}::text as fuso
      from gold.enrichments
      where ${selected(connection, found)}
      ${inOrder(connection, found)}`;
    for (;;) {
      const rows = await connection<
        ExportedEnrichment[]
      >`fetch ${connection.unsafe(String(BATCH_ROWS))} from exported`;
      if (rows.length === 0) break;
      yield rows;
    }
  } catch (error) {
    // Anything but the server's own word means that the connection is lost: the pool has seen to it then.
    held = error instanceof postgres.PostgresError;
    throw error;
  } finally {
    if (held) {
      await connection`rollback`;
      connection.release();
    }
  }
}
