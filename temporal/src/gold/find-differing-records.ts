import type { Sql, TransactionSql } from "postgres";
import { hasGoodVersion } from "./has-good-version.ts";
import { isInRange, type KeyRange } from "./key-range.ts";

/**
 * The first records of a range, by their keys, that `findDifferingRanges` would count as different: their row is missing, or
 * should not be there, or shows another version than the newest one. `repairGold` tells which of them are damaged.
 *
 * @param most so many at most; the next ones are found after the last of them
 */
export async function findDifferingRecords(
  sql: Sql | TransactionSql,
  range: KeyRange,
  most: number,
): Promise<string[]> {
  const differing = await sql<{ key: string }[]>`
    select record_key::text as key from (
      select coalesce(head.record_key, gold.id_enriquecimento) as record_key, head.version_id as head_version,
             gold.id_versao_bronze as gold_version
      from (select record_key, version_id from bronze.enrichment_heads
            where deleted_at is null and ${isInRange(sql, "record_key", range)}) as head
      full join (select id_enriquecimento, id_versao_bronze from gold.enrichments
                 where ${isInRange(sql, "id_enriquecimento", range)}) as gold
        on gold.id_enriquecimento = head.record_key
      where head.version_id is distinct from gold.id_versao_bronze
      offset 0
    ) as record
    where case when exists (select from ops.rejected_records as reject
                            where reject.record_key = record.record_key and reject.resolved_at is null)
               then ${hasGoodVersion(sql, { record: sql`record.record_key`, head: sql`record.head_version` })}
                    <> (gold_version is not null)
               else true end
    order by record_key limit ${most}`;
  return differing.map(({ key }) => key);
}
