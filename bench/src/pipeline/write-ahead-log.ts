import type { WarehouseClient } from "@enrichment-monitor/warehouse";

/** Measures the bytes of write-ahead log that the work writes. Starts with a checkpoint, so that earlier work does not count. */
export async function measureWal<Result>(
  sql: WarehouseClient,
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly bytes: number }> {
  await sql`checkpoint`;
  const before = await readPosition(sql);
  const result = await work();
  return { result, bytes: (await readPosition(sql)) - before };
}

async function readPosition(sql: WarehouseClient): Promise<number> {
  const [position] = await sql<{ bytes: number }[]>`
    select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint as bytes`;
  if (!position) throw new Error("PostgreSQL returned no position of its write-ahead log.");
  return position.bytes;
}
