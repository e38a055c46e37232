import { once } from "node:events";
import type { WarehouseClient } from "@enrichment-monitor/warehouse";
import type { Logger } from "pino";
import { createApp } from "./app.ts";
import { type AnalyticsApiConfig, isLoopback } from "./config.ts";
import { createTemporalClient } from "./control/temporal-client.ts";
import { createChangeFeed } from "./events/change-feed.ts";
import { readPipelineState } from "./events/pipeline-state.ts";
import { bind } from "./http/bind.ts";
import { createAppServer } from "./http/refused-requests.ts";
import { createResponseCache } from "./http/response-cache.ts";
import { serveMetrics } from "./metrics/serve-metrics.ts";
import { createReadOnlyClient } from "./read-only-client.ts";

/** How long pending responses may take at shutdown before their connections are closed; in milliseconds. */
const DRAIN_MS = 10_000;

/** Connections idle for this long are closed, because an unfinished export holds a database connection. */
const IDLE_TIMEOUT_MS = 60_000;

/**
 * Serves the API at `config.host` and `config.port` (0: a free port), and metrics at `config.metrics` if it is set.
 * @throws {ConfigError} when it cannot listen there
 */
export async function listen(config: AnalyticsApiConfig, logger: Logger) {
  const connect = (applicationName: string, maxConnections: number) =>
    createReadOnlyClient(config.databaseUrl, { applicationName, maxConnections });
  const sql = connect("analytics-api", 8);
  const exportSql = connect("analytics-api-export", 2);
  const changes = createChangeFeed({ sql, logger, read: () => readPipelineState(sql, config.temporalUi) });
  const tracing = await startTracing(config, sql, logger);
  const temporal = createTemporalClient(config.temporal, tracing?.clientInterceptors);
  const metrics =
    config.metrics && (await serveMetrics({ ...config, metrics: config.metrics }, temporal, logger));
  const app = createApp({
    ...config,
    requestMetrics: metrics?.requestMetrics,
    traceRequests: tracing?.traceRequests,
    sql,
    exportSql,
    responseCache: createResponseCache(),
    changes,
    temporal,
    logger,
    now: () => new Date(),
  });
  const server = createAppServer(app.fetch);
  server.setTimeout(IDLE_TIMEOUT_MS);
  server.on("request", (_, response) => {
    // At shutdown, a kept-alive connection would otherwise delay the end by DRAIN_MS.
    response.once("close", () => server.listening || server.closeIdleConnections());
  });
  const url = await bind(server, config, "ANALYTICS_API");
  if (!config.requireKeys && !isLoopback(config.host))
    logger.warn(
      { host: config.host },
      "ANALYTICS_API_AUTH is off: every client that can connect can read everything without a key",
    );
  logger.info({ url }, "listening");
  return {
    url,
    metricsUrl: metrics?.url,
    /** Accepts no more connections, ends event streams, waits for pending responses, then closes its own connections. */
    async close() {
      const closed = once(server, "close");
      changes.close();
      server.close();
      server.closeIdleConnections();
      const drain = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(drain);
      await Promise.all([
        sql.end({ timeout: 5 }),
        exportSql.end({ timeout: 5 }),
        temporal.close(),
        metrics?.close(),
      ]);
      await tracing?.end();
    },
  };
}

async function startTracing({ otlpEndpoint }: AnalyticsApiConfig, sql: WarehouseClient, logger: Logger) {
  if (otlpEndpoint === undefined) return undefined;
  const { traceApi } = await import("./tracing/trace-api.ts");
  return traceApi(otlpEndpoint, sql, logger);
}

export type RunningApi = Awaited<ReturnType<typeof listen>>;
