import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { createWarehouseClient, type WarehouseClient } from "../src/client.ts";

export interface EmptyDatabase extends AsyncDisposable {
  url: string;
  sql: WarehouseClient;
}

/** Creates a database without a schema on the PostgreSQL server at `serverUrl`. Disposing of it drops the database. */
export async function createEmptyDatabase(serverUrl: string): Promise<EmptyDatabase> {
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  const database = `empty_${randomUUID().replaceAll("-", "")}`;
  await admin.unsafe(`create database ${database}`);
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  const sql = createWarehouseClient(url.href, { applicationName: "test" });
  return {
    url: url.href,
    sql,
    async [Symbol.asyncDispose]() {
      await sql.end({ timeout: 5 });
      await admin.unsafe(`drop database ${database} with (force)`);
      await admin.end();
    },
  };
}
