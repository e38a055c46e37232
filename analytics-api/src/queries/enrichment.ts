import { z } from "@hono/zod-openapi";
import { type Enrichment, enrichmentColumns } from "../schemas/enrichment.ts";
import { instant, instantOrNull } from "../schemas/wire.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** The row of a job; undefined when gold has none. */
export async function readEnrichment(sql: Snapshot, id: string): Promise<Enrichment | undefined> {
  const [row] = await sql<Enrichment[]>`
    select ${sql(enrichmentColumns)} from gold.enrichments where id_enriquecimento = ${id}`;
  return row;
}

export const bronzeRecord = z.object({
  dw_ingested_at: instant.openapi({ description: "When bronze first saw it." }),
  dw_updated_at: instant.openapi({ description: "When its content last changed." }),
  deleted_at: instantOrNull.openapi({ description: "When the source no longer had it.", example: null }),
});

/** The bronze record of a job; undefined when bronze never saw it. */
export async function readBronzeRecord(sql: Snapshot, recordKey: string) {
  const [record] = await sql<z.infer<typeof bronzeRecord>[]>`
    select dw_ingested_at, dw_updated_at, deleted_at
    from gold.enrichments_lineage where id_enriquecimento = ${recordKey} limit 1`;
  return record;
}
