import { setTimeout as delay } from "node:timers/promises";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";

/** The number of rows inserted, updated and deleted by table, as PostgreSQL counts them. */
export type RowsWritten = ReadonlyMap<string, number>;

/** A session reports its counts after being idle for 10 s (PGSTAT_IDLE_INTERVAL). */
const SETTLED_AFTER_MS = 10_500;
const POLL_MS = 250;

/** Waits until all other sessions have reported their counts, and reads them. */
export async function readRowsWritten(sql: WarehouseClient): Promise<RowsWritten> {
  while (await hasUnsettledSession(sql)) await delay(POLL_MS);
  const tables = await sql<{ name: string; rows: number }[]>`
    select schemaname || '.' || relname as name, n_tup_ins + n_tup_upd + n_tup_del as rows from pg_stat_user_tables`;
  return new Map(tables.map(({ name, rows }) => [name, rows]));
}

/** The rows written between two readings, for each table with any. */
export function compareRowsWritten(before: RowsWritten, after: RowsWritten): Map<string, number> {
  const written = [...after].map(([name, rows]) => [name, rows - (before.get(name) ?? 0)] as const);
  return new Map(written.filter(([, rows]) => rows > 0));
}

async function hasUnsettledSession(sql: WarehouseClient): Promise<boolean> {
  const [unsettled] = await sql`
    select from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and application_name <> 'bench'
      and (state <> 'idle' or state_change > now() - ${SETTLED_AFTER_MS} * interval '1 millisecond')
    limit 1`;
  return unsettled !== undefined;
}
