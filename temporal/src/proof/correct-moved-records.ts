import type { TransactionSql } from "postgres";
import type { RunReference } from "../ledger/run-reference.ts";

/**
 * Corrects the differences of records that the run first found gone and then found listed with another time: they were rolled back
 * if that time is the older one, else they were stale. None of them is deleted.
 */
export async function correctMovedRecords(sql: TransactionSql, run: RunReference): Promise<void> {
  await sql`
    with corrected as (
      update ops.differences as difference
      set kind = case when head.updated_at < gold.data_hora(
                        case when json_typeof(before.payload) = 'object' and bronze.readable(before.payload)
                             then before.payload ->> 'updated_at' end)
                      then 'rolled_back' else 'stale' end,
          version_id = head.version_id
      from bronze.enrichment_heads as head
      join bronze.enrichment_versions as version on version.version_id = head.version_id
      left join bronze.enrichment_versions as before on before.version_id = version.previous_version_id
      where difference.run_id = ${run.runId} and difference.kind = 'gone'
        and head.record_key = difference.record_key and head.deleted_at is null
      returning difference.record_key
    )
    update ops.runs set deleted = deleted - (select count(*) from corrected) where run_id = ${run.runId}`;
}
