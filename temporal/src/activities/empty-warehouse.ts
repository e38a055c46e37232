import { lockGenerationExclusively } from "../ledger/generation.ts";
import type { ActivityDependencies } from "./dependencies.ts";

export interface EmptiedWarehouse {
  generation: number;
  /** Rows deleted from gold. */
  goldRecords: number;
  versions: number;
}

/**
 * Empties bronze, gold and pending batches and increments the generation, in one transaction. A writer that started before sees
 * another generation and writes nothing. The run ledger is kept.
 *
 * @param from the expected generation; a repeated attempt finds a higher one and does nothing.
 */
export function createEmptyWarehouse({ sql }: ActivityDependencies) {
  return async (from: number): Promise<EmptiedWarehouse> =>
    sql.begin(async (transaction) => {
      await lockGenerationExclusively(transaction);
      const [before] = await transaction<{ generation: number; gold_records: number; versions: number }[]>`
        select generation, (select count(*) from gold.enrichments) as gold_records,
               (select count(*) from bronze.enrichment_versions) as versions
        from ops.warehouse_state for update`;
      const { generation = from, gold_records: goldRecords = 0, versions = 0 } = before ?? {};
      if (generation !== from) return { generation, goldRecords, versions };
      await transaction`
        truncate bronze.enrichment_versions, bronze.enrichment_heads, bronze.deletions, bronze.fetches, gold.enrichments,
                 ops.batches, ops.slices, ops.rejected_records, ops.source_fields, ops.sightings, ops.duplicates`;
      await transaction`
        update ops.warehouse_state
        set generation = generation + 1, watermark = null, data_version = data_version + 1, full_read_at = null,
            count_difference = 0`;
      return { generation: from + 1, goldRecords, versions };
    });
}
