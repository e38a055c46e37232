import { z } from "@hono/zod-openapi";
import type { Enrichment } from "../schemas/enrichment.ts";
import { instant, instantOrNull } from "../schemas/wire.ts";
import { shownColumns } from "../sql/enrichment-columns.ts";
import type { Snapshot } from "../sql/snapshot.ts";

export async function readEnrichment(sql: Snapshot, id: string) {
  const [row] = await sql<Enrichment[]>`
    select ${shownColumns(sql)} from gold.enrichments where id_enriquecimento = ${id}`;
  return row;
}

/** The last row that gold had of a deleted job, derived from bronze; undefined when gold never had one. */
export async function readLastEnrichment(sql: Snapshot, id: string) {
  const [row] = await sql<Enrichment[]>`
    select ${shownColumns(sql)}
    from (
      select state.*, transformed_at as data_atualizacao_dw, run_id as id_execucao
      from gold.enrichments_history as state
      join gold.enrichments_lineage as lineage using (id_enriquecimento, id_versao_bronze)
      where id_enriquecimento = ${id} and transformed_at is not null and run_id is not null
      order by valid_from desc, id_versao_bronze desc limit 1
    ) as enrichments`;
  return row;
}

export const bronzeRecord = z.object({
  dw_ingested_at: instant.describe("When bronze first saw it."),
  dw_updated_at: instant.describe("When its content last changed."),
  deleted_at: instantOrNull.openapi({ description: "When the source no longer had it.", example: null }),
});

export async function readBronzeRecord(sql: Snapshot, recordKey: string) {
  const [record] = await sql<z.infer<typeof bronzeRecord>[]>`
    select dw_ingested_at, dw_updated_at, deleted_at
    from gold.enrichments_lineage where id_enriquecimento = ${recordKey} limit 1`;
  return record;
}
