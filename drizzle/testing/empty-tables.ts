import type { WarehouseClient } from "../src/client.ts";

const ROLLUPS = ["gold.enrichments_by_hour", "gold.enrichments_by_day"];

/**
 * Deletes all rows of these tables, and of the rollups together with gold, without triggers and foreign keys. TRUNCATE takes a
 * dozen times as long for a few rows, because it creates new files for each table and index.
 */
export async function emptyTables(sql: WarehouseClient, tables: readonly string[]): Promise<void> {
  const all = tables.includes("gold.enrichments") ? [...tables, ...ROLLUPS] : tables;
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    // Waits for other writers, as TRUNCATE does.
    await transaction.unsafe(`lock table ${all.join(", ")} in access exclusive mode`);
    await transaction.unsafe(all.map((table) => `delete from ${table}`).join("; "));
  });
}

/** The tables of the warehouse, as `schema.name`. */
export async function listTables(sql: WarehouseClient): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('bronze', 'gold', 'ops')`;
  return tables.map(({ name }) => name);
}
