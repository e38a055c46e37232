import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { insertManyJobs } from "@enrichment-monitor/analytics-api/testing";
import { createDatabase } from "@enrichment-monitor/stack/create-database";
import { startEmbeddedPostgres } from "@enrichment-monitor/stack/embedded-postgres";
import { findFreePort } from "@enrichment-monitor/stack/free-port";
import { ANALYTICS_API_NODE_OPTIONS } from "@enrichment-monitor/stack/node-options";
import { startNodeService } from "@enrichment-monitor/stack/node-service";
import { createSupervisor, type Supervisor } from "@enrichment-monitor/stack/supervisor";
import { createWarehouseClient, migrateWarehouse, type WarehouseClient } from "@enrichment-monitor/warehouse";

/** The analytics API in its own process, as `start` runs it, over a warehouse of generated jobs. */
export interface ApiSystem extends AsyncDisposable {
  readonly url: string;
  /** Makes every answer that was computed before out of date, as a run does that writes gold. */
  changeGold(): Promise<unknown>;
}

/** Inserting the jobs has no time limit. */
const NO_TIMEOUT = 0;

export interface ApiFixture {
  /** Rows of gold, all created in the 180 days before `now`. */
  readonly jobs: number;
  readonly workspaces: number;
  readonly now: Date;
}

export async function startApiSystem(fixture: ApiFixture): Promise<ApiSystem> {
  const supervisor = createSupervisor();
  try {
    const { url, sql } = await start(supervisor, fixture);
    return {
      url,
      changeGold: () => sql`update ops.warehouse_state set data_version = data_version + 1`,
      async [Symbol.asyncDispose]() {
        await sql.end();
        await supervisor.close();
      },
    };
  } catch (error) {
    await supervisor.close();
    throw error;
  }
}

async function start(
  supervisor: Supervisor,
  fixture: ApiFixture,
): Promise<{ url: string; sql: WarehouseClient }> {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-bench-");
  const postgres = await startEmbeddedPostgres({
    supervisor,
    dataDir: join(folder, "postgres"),
    port: 0,
    password: randomBytes(16).toString("hex"),
    logFile: join(folder, "postgres.log"),
  });
  const databaseUrl = await createDatabase(postgres.url, "enrichment_monitor");
  await migrateWarehouse(databaseUrl);
  const sql = createWarehouseClient(databaseUrl, {
    applicationName: "bench",
    maxConnections: 1,
    statementTimeoutMs: NO_TIMEOUT,
  });
  await insertManyJobs(sql, fixture);
  // Otherwise the first requests would wait until the last jobs are written to disk.
  await sql`checkpoint`;

  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  await startNodeService(
    {
      name: "analytics-api",
      script: "analytics-api/src/server.ts",
      nodeOptions: ANALYTICS_API_NODE_OPTIONS,
      healthUrl: `${url}/health/ready`,
      logFile: join(folder, "analytics-api.log"),
      env: {
        NODE_ENV: "production",
        DATABASE_URL: databaseUrl,
        ANALYTICS_API_PORT: String(port),
        RATE_LIMIT_PER_MINUTE: "0",
      },
    },
    supervisor,
  );
  return { url, sql };
}
