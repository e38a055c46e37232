import { randomUUID } from "node:crypto";
import {
  type ActivityDependencies,
  alertEnvironment,
  createSource,
  createWorker,
  type PipelineInput,
  type PipelineResult,
  TASK_QUEUE,
  type workflows,
} from "@enrichment-monitor/temporal";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import { createWarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { Client, type ConnectionLike, type WorkflowHandle } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";

/** The servers of this test run. */
export interface Servers {
  postgresUrl: string;
  temporalAddress: string;
  /** Path of the workflow bundle. */
  workflowBundle: string;
}

export interface WorkerEnvironment extends AsyncDisposable {
  /** Resets the request pace to that of a new worker. */
  resetPace(): void;
  sql: WarehouseClient;
  /** The warehouse's URL. */
  databaseUrl: string;
  client: Client;
  /** Starts one more worker. It ends when it is disposed of, or with the environment. */
  startWorker(buildId: string): Promise<AsyncDisposable>;
  start(
    input?: Partial<PipelineInput>,
    workflow?: "enrichmentPipeline" | "linearPipeline",
  ): Promise<WorkflowHandle<(typeof workflows)["enrichmentPipeline"]>>;
  run(
    input?: Partial<PipelineInput>,
    workflow?: "enrichmentPipeline" | "linearPipeline",
  ): Promise<PipelineResult>;
}

/**
 * A warehouse, worker and Temporal namespace for one test, with any source.
 *
 * @param alerts environment variables of the alerts
 */
export async function createWorkerEnvironment(
  servers: Servers,
  source: { baseUrl: string; apiKey: string },
  settings: Partial<ActivityDependencies["settings"]> = {},
  alerts: NodeJS.ProcessEnv = {},
): Promise<WorkerEnvironment> {
  const warehouse = await createWarehouseDatabase(servers.postgresUrl);
  const createClient = () =>
    createSource({
      ...source,
      timeoutMs: 2_000,
      longestRetryAfterMs: 2_000,
      maxBodyBytes: 32 * 1024 * 1024,
    });
  let paced = createClient();
  const connection = await NativeConnection.connect({ address: servers.temporalAddress });
  const namespace = await registerNamespace(connection);
  const client = new Client({ connection, namespace });
  const dependencies: ActivityDependencies = {
    sql: warehouse.pipelineSql,
    source: {
      fetchPage: (query, signal) => paced.fetchPage(query, signal),
      isLimited: () => paced.isLimited(),
    },
    temporal: client,
    alerts: alertEnvironment.parse(alerts),
    settings: {
      SOURCE_PAGE_SIZE: 100,
      SOURCE_PATIENCE_MINUTES: 30,
      EARLIEST_PLAUSIBLE_DATE: "2000-01-01",
      LOOKBACK_MINUTES: 10,
      PROOF_MAX_REQUESTS: 300,
      SCRUB_DAYS: 30,
      MAX_PARALLEL_SLICES: 4,
      MAX_PARALLEL_TRANSFORMS: 2,
      ACTIVITY_TIME_BOX_MS: 60_000,
      MAX_REJECTED_PERCENT: 20,
      RETENTION_DAYS: 365,
      ...settings,
    },
  };
  const running = new AsyncDisposableStack();
  const startWorker = async (buildId?: string) => {
    const bundle = { codePath: servers.workflowBundle };
    const worker = await createWorker({ connection, namespace }, dependencies, bundle, buildId);
    const ended = worker.run();
    const stop = async () => {
      if (worker.getState() === "RUNNING") worker.shutdown();
      await ended;
    };
    running.defer(stop);
    return { [Symbol.asyncDispose]: stop };
  };
  await startWorker();
  const start: WorkerEnvironment["start"] = (input = {}, workflow = "enrichmentPipeline") =>
    client.workflow.start<(typeof workflows)["enrichmentPipeline"]>(workflow, {
      taskQueue: TASK_QUEUE,
      workflowId: `${workflow}-${randomUUID()}`,
      args: [{ trigger: "cli", kind: "incremental", ...input }],
    });
  return {
    resetPace() {
      paced = createClient();
    },
    sql: warehouse.sql,
    databaseUrl: warehouse.url,
    client,
    startWorker,
    start,
    run: async (input, workflow) => (await start(input, workflow)).result(),
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await connection.close();
      await warehouse[Symbol.asyncDispose]();
    },
  };
}

/** Child workflows have fixed ids, so tests that share a namespace would conflict. */
export async function registerNamespace(connection: ConnectionLike): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: (24 * 60 * 60) as never },
  });
  return namespace;
}
