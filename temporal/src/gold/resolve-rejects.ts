import type { TransactionSql } from "postgres";

/**
 * A reject is resolved when gold shows a version observed after it.
 *
 * @param keys of the records to look at; null: all with an open reject
 */
export async function resolveRejects(sql: TransactionSql, keys: readonly string[] | null): Promise<void> {
  await sql`
    update ops.rejected_records as reject
    set resolved_at = now(), resolved_by_version_id = gold.id_versao_bronze
    from gold.enrichments as gold
    where reject.resolved_at is null and gold.id_enriquecimento = reject.record_key
      and gold.id_versao_bronze > reject.version_id
      ${keys ? sql`and reject.record_key = any(string_to_array(${keys.join()}, ',')::uuid[])` : sql``}`;
}
