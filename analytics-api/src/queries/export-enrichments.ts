import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { PERIOD_YEARS } from "../period.ts";
import { type Enrichment, enrichmentColumns } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import { orderBy } from "../sql/enrichment-order.ts";
import { type Snapshot, withSnapshot } from "../sql/snapshot.ts";
import { selected } from "./list-enrichments.ts";
import { resolveSearch } from "./search.ts";
import { readWarehouseState, type WarehouseState } from "./warehouse-state.ts";

/** Some 300 kB: large enough to be quick, small enough for many to be under way. */
const BATCH_ROWS = 1_000;

type Instant = "data_criacao" | "data_atualizacao" | "data_atualizacao_dw";

/** A job with its instants as text in the asked zone, and that zone. */
export type ExportedEnrichment = Omit<Enrichment, Instant> & Record<Instant | "fuso", string>;

export const exportColumns = [...enrichmentColumns, "fuso"] as const;

export interface Export {
  /** Of the same snapshot as the rows. */
  state: WarehouseState;
  /** All selected jobs in order, batch by batch: whatever their number, only one batch is in memory. */
  batches: AsyncGenerator<ExportedEnrichment[], void>;
  /** Ends the transaction where the batches are not read to their end. */
  close(): Promise<void>;
}

export interface ExporterOptions {
  /** As long as an export may take, in milliseconds: its transaction holds back vacuum. PostgreSQL ends it then. */
  timeoutMs: number;
}

/** Exports as many selections at once as `sql` has connections, each in a transaction and by a database cursor of its own. */
export function createExporter(sql: WarehouseClient, { timeoutMs }: ExporterOptions) {
  let reading = 0;
  /**
   * Undefined when every connection is taken.
   * @param instantPattern how PostgreSQL's `to_char` writes an instant
   */
  return async (selection: Selection, instantPattern: string): Promise<Export | undefined> => {
    if (reading >= sql.options.max) return undefined;
    reading++;
    return openExport(sql, selection, { timeoutMs, instantPattern, onClose: () => reading-- });
  };
}

interface ExportOptions extends ExporterOptions {
  instantPattern: string;
  /** Called once, when the transaction has ended. */
  onClose: () => void;
}

/** The transaction ends when the batches are read, when `close` is called or when PostgreSQL ends it. */
async function openExport(
  sql: WarehouseClient,
  selection: Selection,
  { timeoutMs, instantPattern, onClose }: ExportOptions,
): Promise<Export> {
  const opened = Promise.withResolvers<Export>();
  const done = Promise.withResolvers<void>();
  const transaction = withSnapshot(sql, async (snapshot) => {
    await snapshot`select set_config('transaction_timeout', ${String(timeoutMs)}, true)`;
    const state = await readWarehouseState(snapshot);
    await snapshot`select set_config('TimeZone', ${selection.filters.zone}, true)`;
    await declareCursor(snapshot, selection, instantPattern);
    opened.resolve({ state, batches: readBatches(snapshot, close), close });
    await done.promise;
  }).finally(onClose);
  const close = async (): Promise<void> => {
    done.resolve();
    // Why a transaction failed is told by the read that failed with it.
    await transaction.catch(() => undefined);
  };
  transaction.catch(opened.reject);
  return opened.promise;
}

async function* readBatches(
  sql: Snapshot,
  close: () => Promise<void>,
): AsyncGenerator<ExportedEnrichment[], void> {
  try {
    for (;;) {
      const rows = await sql<ExportedEnrichment[]>`fetch ${sql.unsafe(String(BATCH_ROWS))} from exported`;
      if (rows.length === 0) break;
      yield rows;
    }
  } finally {
    await close();
  }
}

/** The driver's own cursor is one statement, whose time would go on while the reader takes his. */
async function declareCursor(sql: Snapshot, selection: Selection, instantPattern: string): Promise<void> {
  const resolved = await resolveSearch(sql, selection);
  // PostgreSQL's own text where the pattern would leave out the era, the seconds of an offset, or all of `infinity`.
  const instant = (column: string) => sql`
    case when ${sql(column)} >= ${PERIOD_YEARS.from} and ${sql(column)} < ${PERIOD_YEARS.to}
      then to_char(${sql(column)}, ${instantPattern}) else ${sql(column)}::text end`;
  await sql`
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
    where ${selected(sql, resolved)}
    ${orderBy(sql, resolved)}`;
}
