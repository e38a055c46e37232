import { createWarehouseClient, type WarehouseClient } from "@enrichment-monitor/warehouse/client";
import type { Client } from "@temporalio/client";
import { Runtime } from "@temporalio/worker";
import type { Logger } from "pino";
import { configuredReceivers } from "./alerts/alert-settings.ts";
import { loadConfig, type WorkerConfig } from "./config.ts";
import { createWorker } from "./create-worker.ts";
import { startHealthServer } from "./health-server.ts";
import { createLogger, temporalLogger } from "./logger.ts";
import { runToEnd } from "./run-to-end.ts";
import { applyAlertsSchedule } from "./schedules/alerts-schedule.ts";
import { createSource } from "./source/create-source.ts";
import { connectWorker } from "./temporal-connection.ts";
import type { WorkerTracing } from "./tracing/trace-worker.ts";
import { workerMetrics } from "./worker-metrics.ts";
import type { WorkflowBundle } from "./workflow-bundle.ts";

/**
 * Runs a worker in this process until a signal, the end of its parent process, or an error. Then exits the process.
 *
 * @param loadBundle loads the workflow bundle, with or without spans
 */
export async function runWorkerProcess(
  loadBundle: (traced: boolean) => Promise<WorkflowBundle>,
): Promise<never> {
  // On a signal before the start nothing has to be drained.
  let end: () => unknown = () => process.exit();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => end());
  // The parent process has ended.
  process.once("disconnect", () => end());

  try {
    await runWorker(loadBundle, (endWorker) => {
      end = endWorker;
    });
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  }
  // A failed worker must exit, even with open handles, so that it is restarted.
  return process.exit();
}

async function runWorker(
  loadBundle: (traced: boolean) => Promise<WorkflowBundle>,
  whenStarted: (end: () => unknown) => void,
): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger(config.LOG_LEVEL);
  installRuntime(config, logger);
  const sql = createWarehouseClient(config.DATABASE_URL, {
    applicationName: "pipeline-worker",
    role: "pipeline",
    maxConnections: config.MAX_PARALLEL_SLICES * 2,
  });
  const tracing = await startTracing(config, sql, logger);
  const source = createSource({
    baseUrl: config.SOURCE_API_URL,
    apiKey: config.SOURCE_API_KEY,
    timeoutMs: config.SOURCE_TIMEOUT_MS,
    longestRetryAfterMs: config.MAX_RETRY_AFTER_SECONDS * 1_000,
    maxBodyBytes: config.SOURCE_MAX_BODY_MB * 1024 * 1024,
  });
  const temporal = await connectWorker(process.env);
  const worker = await createWorker(
    temporal,
    { sql, source, temporal: temporal.client, alerts: config.alerts, settings: config },
    await loadBundle(tracing !== undefined),
    config.WORKER_BUILD_ID,
    tracing,
  );
  await scheduleAlerts(temporal.client, config, logger);
  const health = await startHealthServer(worker, config.WORKER_HEALTH_HOST, config.WORKER_HEALTH_PORT);
  const ended = runToEnd(worker);
  // The worker commits its current work, then `ended` settles.
  whenStarted(() => worker.getState() === "RUNNING" && worker.shutdown());
  await ended;
  health.close();
  await temporal.connection.close();
  await sql.end({ timeout: 5 });
  await tracing?.end();
}

async function startTracing(
  { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, SOURCE_API_URL }: WorkerConfig,
  sql: WarehouseClient,
  logger: Logger,
): Promise<WorkerTracing | undefined> {
  if (endpoint === undefined) return undefined;
  const { traceWorker } = await import("./tracing/trace-worker.ts");
  return traceWorker(endpoint, SOURCE_API_URL, sql, logger);
}

/** @throws when the metrics cannot be served, with the variables that say where */
function installRuntime(config: WorkerConfig, logger: Logger): void {
  const metrics = workerMetrics(config);
  try {
    Runtime.install({
      logger: temporalLogger(logger),
      // Temporal's own handlers would ignore a signal until the worker runs.
      shutdownSignals: [],
      // Lines of the native core would be no JSON.
      telemetryOptions: { logging: { forward: {} }, ...(metrics && { metrics }) },
    });
  } catch (cause) {
    if (!metrics) throw cause;
    const { WORKER_METRICS_HOST: host, WORKER_METRICS_PORT: port } = config;
    throw new Error(
      `Cannot listen on WORKER_METRICS_HOST ${host} and WORKER_METRICS_PORT ${port} (${messageOf(cause)}): change them, or stop the process that listens there.`,
      { cause },
    );
  }
}

/** The worker does this, as it alone knows the receivers. The pipeline must run even if there are no alerts. */
async function scheduleAlerts(client: Client, { alerts }: WorkerConfig, logger: Logger): Promise<void> {
  const receivers = configuredReceivers(alerts.receivers);
  try {
    const schedule = await applyAlertsSchedule(client, receivers.length > 0);
    logger.info({ receivers, schedule }, "alerts");
  } catch (error) {
    logger.error(
      { error },
      "no alerts are sent: their schedule cannot be applied; restart the worker to try again",
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
