import type { WarehouseClient } from "../src/client.ts";

const ROLLUPS = ["gold.enrichments_by_hour", "gold.enrichments_by_day"];

/**
 * Deletes every row of these tables; with gold's jobs, those of its rollups. No trigger and no foreign key has a say.
 * A truncation of a few rows takes a dozen times as long: it makes the files of each table and index anew.
 */
export async function emptyTables(sql: WarehouseClient, tables: readonly string[]): Promise<void> {
  const all = tables.includes("gold.enrichments") ? [...tables, ...ROLLUPS] : tables;
  await sql.begin(async (transaction) => {
    await transaction`set local session_replication_role = replica`;
    // What others are writing is over by then, as before a truncation.
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
