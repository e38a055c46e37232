import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { createWarehouseClient, type WarehouseClient } from "../src/client.ts";
import { migrateWarehouse } from "../src/migrate.ts";

export interface WarehouseDatabase extends AsyncDisposable {
  url: string;
  /** As the owner, for fixtures and to read everything. */
  sql: WarehouseClient;
  /** In the role of the worker, for what the pipeline does. */
  pipelineSql: WarehouseClient;
}

const TEMPLATE = "warehouse_template";
/** Held while the template is created, so that parallel test files create it once. */
const TEMPLATE_LOCK = 7_233_009;

const databaseUrl = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
};

async function ensureTemplate(admin: postgres.Sql, serverUrl: string): Promise<void> {
  await admin`select pg_advisory_lock(${TEMPLATE_LOCK})`;
  try {
    const [template] = await admin`select from pg_database where datname = ${TEMPLATE} and datistemplate`;
    if (template) return;
    await admin.unsafe(`drop database if exists ${TEMPLATE}`);
    await admin.unsafe(`create database ${TEMPLATE}`);
    await migrateWarehouse(databaseUrl(serverUrl, TEMPLATE));
    await admin.unsafe(`alter database ${TEMPLATE} is_template true`);
  } finally {
    await admin`select pg_advisory_unlock(${TEMPLATE_LOCK})`;
  }
}

/**
 * Creates a migrated, empty warehouse on the PostgreSQL server at `serverUrl`, cloned from a template in some tens of
 * milliseconds. Disposing of it drops the database.
 */
export async function createWarehouseDatabase(serverUrl: string): Promise<WarehouseDatabase> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  const database = `warehouse_${randomUUID().replaceAll("-", "")}`;
  await ensureTemplate(admin, serverUrl);
  await admin.unsafe(`create database ${database} template ${TEMPLATE}`);
  const url = databaseUrl(serverUrl, database);
  const sql = createWarehouseClient(url, { applicationName: "test" });
  const pipelineSql = createWarehouseClient(url, { applicationName: "test-pipeline", role: "pipeline" });
  return {
    url,
    sql,
    pipelineSql,
    async [Symbol.asyncDispose]() {
      await Promise.all([sql.end({ timeout: 5 }), pipelineSql.end({ timeout: 5 })]);
      await admin.unsafe(`drop database ${database} with (force)`);
      await admin.end();
    },
  };
}
