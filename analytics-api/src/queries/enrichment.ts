import { type Enrichment, enrichmentColumns } from "../schemas/enrichment.ts";
import type { Snapshot } from "../sql/snapshot.ts";

/** The row of one job; undefined when gold has none. */
export async function readEnrichment(sql: Snapshot, id: string): Promise<Enrichment | undefined> {
  const [row] = await sql<Enrichment[]>`
    select ${sql(enrichmentColumns)} from gold.enrichments where id_enriquecimento = ${id}`;
  return row;
}
