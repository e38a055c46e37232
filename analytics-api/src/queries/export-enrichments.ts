import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { PERIOD_YEARS } from "../period.ts";
import { type Enrichment, enrichmentColumns } from "../schemas/enrichment.ts";
import type { Selection } from "../schemas/selection.ts";
import { onceFinished } from "../sql/enrichment-columns.ts";
import { orderBy } from "../sql/enrichment-order.ts";
import { selectedJobs } from "../sql/filter-conditions.ts";
import { type Snapshot, withSnapshot } from "../sql/snapshot.ts";
import { resolveSearch } from "./search.ts";
import { readWarehouseState, type WarehouseState } from "./warehouse-state.ts";

/** About 300 kB: large enough to be fast, small enough for several exports at once. */
const BATCH_ROWS = 1_000;

type Instant = "data_criacao" | "data_atualizacao" | "data_atualizacao_dw";

/** A job with its instants as text in the requested zone, and that zone. */
type ExportedEnrichment = Omit<Enrichment, Instant> & Record<Instant | "fuso", string>;

export const exportColumns = [...enrichmentColumns, "fuso"] as const;

interface Export {
  /** From the same snapshot as the rows. */
  state: WarehouseState;
  /** All selected jobs in order; only one batch is in memory. */
  batches: AsyncGenerator<ExportedEnrichment[], void>;
  /** Ends the transaction, if the batches are not read to the end. */
  close(): Promise<void>;
}

/**
 * Runs as many exports at once as `sql` has connections, each in its own transaction. PostgreSQL ends it after `timeoutMs`, because
 * vacuum waits for it.
 */
export function createExporter(sql: WarehouseClient, { timeoutMs }: { timeoutMs: number }) {
  let running = 0;
  /** Undefined when every connection is in use. `instantPattern` is for PostgreSQL's `to_char`. */
  return async (selection: Selection, instantPattern: string): Promise<Export | undefined> => {
    if (running >= sql.options.max) return undefined;
    running++;
    const opened = Promise.withResolvers<Export>();
    const done = Promise.withResolvers<void>();
    const transaction = withSnapshot(sql, async (snapshot) => {
      await snapshot`select set_config('transaction_timeout', ${String(timeoutMs)}, true)`;
      const state = await readWarehouseState(snapshot);
      await snapshot`select set_config('TimeZone', ${selection.filters.zone}, true)`;
      await declareCursor(snapshot, selection, instantPattern);
      opened.resolve({ state, batches: readBatches(snapshot, close), close });
      await done.promise;
    }).finally(() => running--);
    const close = async (): Promise<void> => {
      done.resolve();
      // The read that failed with the transaction throws its error.
      await transaction.catch(() => undefined);
    };
    transaction.catch(opened.reject);
    return opened.promise;
  };
}

async function* readBatches(sql: Snapshot, close: () => Promise<void>) {
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

/** The driver's own cursor is one statement: its timeout would include the time of the client. */
async function declareCursor(sql: Snapshot, selection: Selection, instantPattern: string) {
  const resolved = await resolveSearch(sql, selection);
  // For implausible dates PostgreSQL's own text: the pattern would omit the era, the seconds of an offset, or all of `infinity`.
  const instant = (column: Instant) => sql`
    case when ${sql(column)} >= ${PERIOD_YEARS.from} and ${sql(column)} < ${PERIOD_YEARS.to}
      then to_char(${sql(column)}, ${instantPattern}) else ${sql(column)}::text end as ${sql(column)}`;
  await sql`
    declare exported no scroll cursor for
    select
      id_enriquecimento, id_workspace, nome_workspace, total_contatos, tipo_contato, status_processamento,
      ${instant("data_criacao")}, ${instant("data_atualizacao")},
      ${onceFinished(sql, "duracao_processamento_minutos")}, ${onceFinished(sql, "tempo_por_contato_minutos")},
      processamento_sucesso, categoria_tamanho_job,
      necessita_reprocessamento, ${instant("data_atualizacao_dw")},
      id_versao_bronze, id_execucao, ${resolved.filters.zone}::text as fuso
    from gold.enrichments
    where ${selectedJobs(sql, resolved)}
    ${orderBy(sql, resolved)}`;
}
