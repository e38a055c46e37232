import postgres from "postgres";

/** A copy of a warehouse, on the same server. */
export interface Backup extends AsyncDisposable {
  /** Replaces the warehouse by the copy. Whoever is connected loses the connection, and connects to the copy. */
  restore(): Promise<void>;
}

/**
 * Copies a warehouse as it is now. Whoever is connected loses the connection.
 *
 * @param warehouseUrl with a login that may create databases
 */
export async function backUpWarehouse(warehouseUrl: string): Promise<Backup> {
  const url = new URL(warehouseUrl);
  const warehouse = url.pathname.slice(1);
  const backup = `backup_of_${warehouse}`;
  url.pathname = "/postgres";
  const admin = postgres(url.href, { max: 1, onnotice: () => {} });

  /** PostgreSQL copies only databases without connections. */
  async function copy(from: string, to: string): Promise<void> {
    await admin.unsafe(`alter database ${from} allow_connections false`);
    await admin`select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = ${from}`;
    await admin.unsafe(`create database ${to} template ${from}`);
    await admin.unsafe(`alter database ${from} allow_connections true`);
  }

  await copy(warehouse, backup);
  return {
    async restore() {
      await admin.unsafe(`drop database ${warehouse} with (force)`);
      await copy(backup, warehouse);
    },
    async [Symbol.asyncDispose]() {
      await admin.unsafe(`drop database ${backup}`);
      await admin.end();
    },
  };
}
