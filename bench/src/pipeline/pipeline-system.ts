import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { buildIfChanged, WORKFLOW_BUILD } from "@enrichment-monitor/stack/builds";
import { createDatabase } from "@enrichment-monitor/stack/create-database";
import { startEmbeddedPostgres } from "@enrichment-monitor/stack/embedded-postgres";
import { findFreePorts } from "@enrichment-monitor/stack/free-port";
import { WORKER_NODE_OPTIONS } from "@enrichment-monitor/stack/node-options";
import { startNodeService } from "@enrichment-monitor/stack/node-service";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import { createSupervisor, type Supervisor } from "@enrichment-monitor/stack/supervisor";
import { startTemporalServer } from "@enrichment-monitor/stack/temporal-server";
import { type PipelineInput, TASK_QUEUE, type workflows } from "@enrichment-monitor/temporal";
import { createWarehouseClient, migrateWarehouse, type WarehouseClient } from "@enrichment-monitor/warehouse";
import { Client, Connection } from "@temporalio/client";
import { createRunMeter, type MeasuredRun } from "./run-meter.ts";
import { createSourceAdmin, type SourceAdmin } from "./source-admin.ts";

/** The pipeline as `start` runs it, each service in its own process: durable PostgreSQL, one worker. */
export interface PipelineSystem extends AsyncDisposable {
  readonly sourceUrl: string;
  readonly sourceKey: string;
  readonly admin: SourceAdmin;
  readonly databaseUrl: string;
  readonly sql: WarehouseClient;
  /** A second warehouse on the same server, for the floor. */
  readonly floorSql: WarehouseClient;
  readonly workerPid: number;
  /**
   * Runs the pipeline once, by default incrementally.
   *
   * @param maxSeconds when Temporal ends the run, with a WorkflowFailedError caused by a TimeoutFailure
   * @throws unless the run succeeds
   */
  run(input?: Pick<PipelineInput, "kind" | "window">, maxSeconds?: number): Promise<MeasuredRun>;
}

/** Long enough for every measured statement. */
const STATEMENT_TIMEOUT_MS = 600_000;
/** The dataset ends a week before the clock. Without arrivals and with a stopped clock, it does not change by itself. */
export const DATASET_START = "2026-06-01T00:00:00-03:00";
const DATASET = {
  SOURCE_WORLD_START: DATASET_START,
  SOURCE_CLOCK_NOW: "2026-06-08T12:00:00-03:00",
  SOURCE_CLOCK_SPEED: "0",
  SOURCE_ARRIVALS_PER_5_MINUTES: "0",
  SOURCE_FAULTS: "calm",
};

/**
 * @param records the number of records at the source
 * @param sourceEnvironment variables of the source API, if it should have faults or a running clock
 */
export async function startPipelineSystem(
  records: number,
  sourceEnvironment: Readonly<Record<string, string>> = {},
): Promise<PipelineSystem> {
  const supervisor = createSupervisor();
  try {
    return await start(supervisor, records, sourceEnvironment);
  } catch (error) {
    await supervisor.close();
    throw error;
  }
}

async function start(
  supervisor: Supervisor,
  records: number,
  sourceEnvironment: Readonly<Record<string, string>>,
): Promise<PipelineSystem> {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-bench-");
  const log = (name: string) => join(folder, `${name}.log`);
  const [sourcePort, healthPort] = await findFreePorts(2);
  await buildIfChanged(WORKFLOW_BUILD, { supervisor, root: REPOSITORY, logFile: log("build") });

  const postgres = await startEmbeddedPostgres({
    supervisor,
    dataDir: join(folder, "postgres"),
    port: 0,
    password: randomBytes(16).toString("hex"),
    logFile: log("postgres"),
  });
  const [databaseUrl, floorUrl] = [
    await createDatabase(postgres.url, "enrichment_monitor"),
    await createDatabase(postgres.url, "floor"),
  ];
  await migrateWarehouse(databaseUrl);
  await migrateWarehouse(floorUrl);
  const temporal = await startTemporalServer({
    supervisor,
    port: 0,
    uiPort: 0,
    namespace: "default",
    databaseFile: join(folder, "temporal.db"),
    logFile: log("temporal"),
  });

  const sourceUrl = `http://127.0.0.1:${sourcePort}`;
  const [sourceKey, adminKey] = [randomBytes(16).toString("hex"), randomBytes(16).toString("hex")];
  await startNodeService(
    {
      name: "source-api",
      script: "source-api/src/server.ts",
      healthUrl: `${sourceUrl}/health`,
      logFile: log("source-api"),
      env: {
        ...DATASET,
        ...sourceEnvironment,
        SOURCE_API_PORT: String(sourcePort),
        SOURCE_API_KEY: sourceKey,
        SOURCE_API_ADMIN_KEY: adminKey,
        SOURCE_RECORDS: String(records),
      },
    },
    supervisor,
  );
  const worker = await startNodeService(
    {
      name: "worker",
      script: "temporal/src/worker.ts",
      nodeOptions: WORKER_NODE_OPTIONS,
      healthUrl: `http://127.0.0.1:${healthPort}/health`,
      logFile: log("worker"),
      env: {
        NODE_ENV: "production",
        DATABASE_URL: databaseUrl,
        TEMPORAL_ADDRESS: temporal.address,
        SOURCE_API_URL: sourceUrl,
        SOURCE_API_KEY: sourceKey,
        WORKER_HEALTH_PORT: String(healthPort),
      },
    },
    supervisor,
  );

  const client = { applicationName: "bench", statementTimeoutMs: STATEMENT_TIMEOUT_MS };
  const sql = createWarehouseClient(databaseUrl, client);
  const floorSql = createWarehouseClient(floorUrl, client);
  const connection = await Connection.connect({ address: temporal.address });
  const temporalClient = new Client({ connection });
  const measure = createRunMeter(temporalClient, log("temporal"));
  return {
    sourceUrl,
    sourceKey,
    admin: createSourceAdmin(sourceUrl, adminKey),
    databaseUrl,
    sql,
    floorSql,
    workerPid: worker.pid,
    run: (input = { kind: "incremental" }, maxSeconds) =>
      measure(() =>
        temporalClient.workflow.start<(typeof workflows)["enrichmentPipeline"]>("enrichmentPipeline", {
          taskQueue: TASK_QUEUE,
          workflowId: `enrichment-pipeline-${randomUUID()}`,
          args: [{ trigger: "cli", ...input }],
          ...(maxSeconds !== undefined && { workflowExecutionTimeout: maxSeconds * 1_000 }),
        }),
      ),
    async [Symbol.asyncDispose]() {
      await connection.close();
      await Promise.all([sql.end(), floorSql.end()]);
      await supervisor.close();
    },
  };
}
