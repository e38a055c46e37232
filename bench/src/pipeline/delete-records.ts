import type { WarehouseClient } from "@enrichment-monitor/warehouse";

/** Empties bronze and gold, so that the next run is a first load. The ledger keeps its runs. */
export async function deleteRecords(sql: WarehouseClient): Promise<void> {
  await sql`
    truncate bronze.enrichment_versions, bronze.enrichment_heads, bronze.fetches, gold.enrichments,
             ops.batches, ops.slices, ops.rejected_records, ops.source_fields`;
  await sql`update ops.warehouse_state set watermark = null`;
}
