import type { TransactionSql } from "postgres";
import { isOf, type RepairScope } from "./repair-scope.ts";

/**
 * What the function that `content_hash` is made by says of "enrichment" in PostgreSQL 18 on little-endian machines. PostgreSQL does
 * not promise that it stays so: where it says something else, the hashes of another server say nothing about payloads.
 */
const HASH_OF_ENRICHMENT = "-7424185334073423041";

/**
 * Finds records whose newest version in bronze is gone, or no longer what the source sent. What it was is not known any more: the
 * head is removed, and an altered version with it, so that the record counts as lost and is read again. Its row in gold stays as it
 * is. Records deleted at the source stay too: nobody can read them again.
 *
 * @returns the records' keys
 */
export async function removeDamagedHeads(sql: TransactionSql, scope: RepairScope): Promise<string[]> {
  const removed = await sql<{ key: string }[]>`
    with damaged as materialized (
      select record_key, head.version_id
      from bronze.enrichment_heads as head
      where deleted_at is null and ${isOf(sql, "record_key", scope)}
        and not exists (
          select from bronze.enrichment_versions as version
          where version.version_id = head.version_id and version.record_key = head.record_key
            and (hashtextextended(version.payload::text, 0) = head.content_hash
                 or hashtextextended('enrichment', 0) <> ${HASH_OF_ENRICHMENT}::bigint))
    ), removed as (
      delete from bronze.enrichment_heads as head using damaged
      -- A parallel transaction may have moved it on.
      where head.record_key = damaged.record_key and head.version_id = damaged.version_id
      returning head.record_key, head.version_id
    ), removed_versions as (
      delete from bronze.enrichment_versions as version using removed
      where version.version_id = removed.version_id and version.record_key = removed.record_key
    )
    select record_key::text as key from removed order by record_key`;
  return removed.map(({ key }) => key);
}
