import { createWarehouseClient } from "@enrichment-monitor/warehouse/client";
import { Runtime } from "@temporalio/worker";
import { loadConfig } from "./config.ts";
import { createWorker } from "./create-worker.ts";
import { startHealthServer } from "./health-server.ts";
import { createLogger, temporalLogger } from "./logger.ts";
import { createSource } from "./source/create-source.ts";
import { connectWorker } from "./temporal-connection.ts";
import { loadWorkflowBundle } from "./workflow-bundle.ts";

try {
  const config = loadConfig(process.env);
  const logger = createLogger(config.LOG_LEVEL);
  // Temporal's runtime handles SIGTERM and SIGINT: the worker drains, and `run` returns.
  Runtime.install({ logger: temporalLogger(logger) });
  const sql = createWarehouseClient(config.DATABASE_URL, {
    applicationName: "pipeline-worker",
    role: "pipeline",
    maxConnections: config.MAX_PARALLEL_SLICES * 2,
  });
  const source = createSource({
    baseUrl: config.SOURCE_API_URL,
    apiKey: config.SOURCE_API_KEY,
    timeoutMs: config.SOURCE_TIMEOUT_MS,
    longestRetryAfterMs: config.MAX_RETRY_AFTER_SECONDS * 1_000,
    maxBodyBytes: config.SOURCE_MAX_BODY_MB * 1024 * 1024,
  });
  const temporal = await connectWorker();
  const worker = await createWorker(
    temporal,
    { sql, source, temporal: temporal.client, settings: config },
    await loadWorkflowBundle(process.env),
  );
  const health = await startHealthServer(worker, config.WORKER_HEALTH_HOST, config.WORKER_HEALTH_PORT);
  // Whoever started this worker is gone.
  process.once("disconnect", () => worker.shutdown());
  await worker.run();
  health.close();
  await temporal.connection.close();
  await sql.end({ timeout: 5 });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
