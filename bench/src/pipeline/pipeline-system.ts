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

/** The whole pipeline, each part in a process of its own, as `start` runs it: durable PostgreSQL, one worker. */
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
   * Runs the pipeline once, incrementally unless told otherwise. Throws unless the run succeeds.
   *
   * @param longestSeconds after which Temporal ends the run: a WorkflowFailedError caused by a TimeoutFailure
   */
  run(input?: Pick<PipelineInput, "kind" | "window">, longestSeconds?: number): Promise<MeasuredRun>;
}

/** No measured statement may be cut short; in milliseconds. */
const STATEMENT_TIMEOUT_MS = 600_000;
/** A history that ended a week ago: with no arrivals and a clock that stands still, nothing changes by itself. */
export const WORLD_START = "2026-06-01T00:00:00-03:00";
const WORLD = {
  SOURCE_WORLD_START: WORLD_START,
  SOURCE_CLOCK_NOW: "2026-06-08T12:00:00-03:00",
  SOURCE_CLOCK_SPEED: "0",
  SOURCE_ARRIVALS_PER_5_MINUTES: "0",
  SOURCE_FAULTS: "calm",
};

/**
 * @param records at the source
 * @param sourceEnvironment of the source API, where it is not to be calm and still
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
        ...WORLD,
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
    run: (input = { kind: "incremental" }, longestSeconds) =>
      measure(() =>
        temporalClient.workflow.start<(typeof workflows)["enrichmentPipeline"]>("enrichmentPipeline", {
          taskQueue: TASK_QUEUE,
          workflowId: `enrichment-pipeline-${randomUUID()}`,
          args: [{ trigger: "cli", ...input }],
          ...(longestSeconds !== undefined && { workflowExecutionTimeout: longestSeconds * 1_000 }),
        }),
      ),
    async [Symbol.asyncDispose]() {
      await connection.close();
      await Promise.all([sql.end(), floorSql.end()]);
      await supervisor.close();
    },
  };
}
