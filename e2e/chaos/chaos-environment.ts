import { randomBytes, randomUUID } from "node:crypto";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { createDatabase } from "@enrichment-monitor/stack/create-database";
import { startEmbeddedPostgres } from "@enrichment-monitor/stack/embedded-postgres";
import { findFreePorts } from "@enrichment-monitor/stack/free-port";
import { startNodeService } from "@enrichment-monitor/stack/node-service";
import { type Service, startService } from "@enrichment-monitor/stack/service";
import { createSupervisor, type Supervisor } from "@enrichment-monitor/stack/supervisor";
import { startTemporalServer } from "@enrichment-monitor/stack/temporal-server";
import {
  type PipelineInput,
  type PipelineResult,
  TASK_QUEUE,
  type workflows,
} from "@enrichment-monitor/temporal";
import { createWarehouseClient, migrateWarehouse, type WarehouseClient } from "@enrichment-monitor/warehouse";
import { Client, Connection, type WorkflowHandle } from "@temporalio/client";
import postgres from "postgres";
import { inject } from "vitest";
import { createSourceAdmin, type SourceAdmin } from "../pipeline/source-admin.ts";

export type RunHandle = WorkflowHandle<(typeof workflows)["enrichmentPipeline"]>;

/** Every service in its own process, so that each can be killed. */
export interface ChaosEnvironment extends AsyncDisposable {
  postgres: Service;
  temporal: Service;
  source: Service;
  workers: [Service, Service];
  admin: SourceAdmin;
  sql: WarehouseClient;
  client: Client;
  /** Allows or refuses new connections to the warehouse's database; refusing also closes the existing ones. */
  allowConnections(allowed: boolean): Promise<void>;
  start(
    input?: Partial<PipelineInput>,
    workflow?: "enrichmentPipeline" | "linearPipeline",
  ): Promise<RunHandle>;
  run(
    input?: Partial<PipelineInput>,
    workflow?: "enrichmentPipeline" | "linearPipeline",
  ): Promise<PipelineResult>;
}

const API_KEY = randomBytes(16).toString("hex");
const ADMIN_KEY = randomBytes(16).toString("hex");
const PASSWORD = randomBytes(16).toString("hex");
const DATABASE = "enrichment_monitor";

/** What a Temporal server is started with. */
export interface TemporalContext {
  supervisor: Supervisor;
  folder: string;
  /** URL of the database `postgres` for the superuser. */
  postgresUrl: string;
  /** The log file of a process. */
  log(name: string): string;
}

export interface StartedTemporal {
  /** Host and port of the frontend. */
  address: string;
  service: Service;
}

async function startSingleServer({ supervisor, folder, log }: TemporalContext): Promise<StartedTemporal> {
  const [port = 0, uiPort = 0] = await findFreePorts(2);
  const { launched, service } = await startService(() =>
    startTemporalServer({
      supervisor,
      port,
      uiPort,
      namespace: "default",
      databaseFile: join(folder, "temporal.db"),
      logFile: log("temporal"),
    }),
  );
  return { address: launched.address, service };
}

/** @param records the number of records at the source */
export async function createChaosEnvironment(
  records: number,
  startTemporal: (context: TemporalContext) => Promise<StartedTemporal> = startSingleServer,
): Promise<ChaosEnvironment> {
  const supervisor = createSupervisor();
  const folder = await supervisor.temporaryFolder("enrichment-monitor-chaos-");
  // If this process is root, PostgreSQL runs as another user, who needs access to the folder.
  await chmod(folder, 0o711);
  const log = (name: string) => join(folder, `${name}.log`);
  const [postgresPort, sourcePort, ...healthPorts] = await findFreePorts(4);

  const database = await startService(() =>
    startEmbeddedPostgres({
      supervisor,
      dataDir: join(folder, "postgres"),
      port: postgresPort ?? 0,
      password: PASSWORD,
      logFile: log("postgres"),
    }),
  );
  const databaseUrl = await createDatabase(database.launched.url, DATABASE);
  await migrateWarehouse(databaseUrl);
  const temporal = await startTemporal({ supervisor, folder, postgresUrl: database.launched.url, log });
  const sourceUrl = `http://127.0.0.1:${sourcePort}`;
  const source = await startNodeService(
    {
      name: "source-api",
      script: "source-api/src/server.ts",
      healthUrl: `${sourceUrl}/health`,
      logFile: log("source-api"),
      env: {
        SOURCE_API_PORT: String(sourcePort),
        SOURCE_API_KEY: API_KEY,
        SOURCE_API_ADMIN_KEY: ADMIN_KEY,
        SOURCE_RECORDS: String(records),
        SOURCE_FAULTS: "calm",
      },
    },
    supervisor,
  );
  const startWorker = (port: number | undefined) =>
    startNodeService(
      {
        name: `worker-${port}`,
        script: "temporal/testing/worker-of-bundle.ts",
        healthUrl: `http://127.0.0.1:${port}/health`,
        logFile: log(`worker-${port}`),
        env: {
          DATABASE_URL: databaseUrl,
          TEMPORAL_ADDRESS: temporal.address,
          SOURCE_API_URL: sourceUrl,
          SOURCE_API_KEY: API_KEY,
          SOURCE_TIMEOUT_MS: "2000",
          MAX_RETRY_AFTER_SECONDS: "2",
          MAX_REJECTED_PERCENT: "100",
          WORKER_HEALTH_PORT: String(port),
          // Short heartbeats: another worker takes over the activities of a killed one within seconds.
          WORKFLOW_BUNDLE: inject("workflowBundleWithShortHeartbeats"),
        },
      },
      supervisor,
    );
  const workers: [Service, Service] = [await startWorker(healthPorts[0]), await startWorker(healthPorts[1])];
  const sql = createWarehouseClient(databaseUrl, { applicationName: "chaos" });
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection });
  const start: ChaosEnvironment["start"] = (input = {}, workflow = "enrichmentPipeline") =>
    client.workflow.start<(typeof workflows)["enrichmentPipeline"]>(workflow, {
      taskQueue: TASK_QUEUE,
      workflowId: `${workflow}-${randomUUID()}`,
      args: [{ trigger: "cli", kind: "incremental", ...input }],
    });
  return {
    postgres: database.service,
    temporal: temporal.service,
    source,
    workers,
    admin: createSourceAdmin(sourceUrl, ADMIN_KEY),
    sql,
    client,
    async allowConnections(allowed) {
      const admin = postgres(database.launched.url, { max: 1, onnotice: () => undefined });
      await admin.unsafe(`alter database ${DATABASE} allow_connections ${allowed}`);
      if (!allowed)
        await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${DATABASE}`;
      await admin.end();
    },
    start,
    run: async (input, workflow) => (await start(input, workflow)).result(),
    async [Symbol.asyncDispose]() {
      await connection.close();
      await sql.end({ timeout: 5 });
      await supervisor.close();
    },
  };
}
