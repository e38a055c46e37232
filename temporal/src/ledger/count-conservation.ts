import type { Sql } from "postgres";

export interface WarehouseCounts {
  gold: number;
  /** Records whose only versions are rejected. */
  rejectedOnly: number;
  /** Duplicate entries that the source lists. */
  duplicates: number;
}

/**
 * Counts the records that the warehouse accounts for.
 *
 * @param goldBy `rows` reads every row of gold; `rollup` adds up gold's rollup by day, which a trigger changes with every row of
 * gold that anyone writes or deletes: as sure as long as the trigger is there, and a hundred times cheaper.
 */
export async function countWarehouse(sql: Sql, goldBy: "rows" | "rollup"): Promise<WarehouseCounts> {
  const gold =
    goldBy === "rows"
      ? sql`select count(*) from gold.enrichments`
      : sql`select coalesce(sum(total_enriquecimentos), 0)::bigint from gold.enrichments_by_day where id_workspace is null`;
  const [counts] = await sql<WarehouseCounts[]>`
    select (${gold}) as gold,
           (select count(distinct reject.record_key) from ops.rejected_records as reject
            join bronze.enrichment_heads as head on head.record_key = reject.record_key and head.deleted_at is null
            where reject.resolved_at is null
              and not exists (select from gold.enrichments where id_enriquecimento = reject.record_key)
           ) as "rejectedOnly",
           (select coalesce(sum(copies), 0)::bigint from ops.duplicates) as duplicates`;
  return counts ?? { gold: 0, rejectedOnly: 0, duplicates: 0 };
}

/** Records in bronze that have not been deleted at the source. Scans all: half a second for a million. */
export async function countKnownRecords(sql: Sql): Promise<number> {
  const [counted] = await sql<{ known: number }[]>`
    select count(*) as known from bronze.enrichment_heads where deleted_at is null`;
  return counted?.known ?? 0;
}
