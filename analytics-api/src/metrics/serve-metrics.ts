import { once } from "node:events";
import { Hono } from "hono";
import type { Logger } from "pino";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { AnalyticsApiConfig } from "../config.ts";
import type { TemporalClient } from "../control/temporal-client.ts";
import { createTemporalStateReader } from "../control/temporal-state.ts";
import { bind } from "../http/bind.ts";
import { createAppServer } from "../http/refused-requests.ts";
import { createReadOnlyClient } from "../read-only-client.ts";
import { createFactsReader } from "./facts-reader.ts";
import { pipelineMetrics } from "./pipeline-metrics.ts";
import { createRequestMetrics } from "./request-metrics.ts";

/**
 * Serves `GET /metrics` for Prometheus, apart from the API: no key is asked for, and the numbers concern no customer.
 * @throws {ConfigError} when it cannot listen
 */
export async function serveMetrics(
  config: AnalyticsApiConfig & { metrics: { host: string; port: number } },
  temporal: TemporalClient,
  logger: Logger,
) {
  const { databaseUrl, metrics, pipelineIntervalSeconds, maxRejectedPercent } = config;
  // Not a connection of the API: a scrape must not wait for requests.
  const connect = () =>
    createReadOnlyClient(databaseUrl, { applicationName: "analytics-api-metrics", maxConnections: 1 });
  const readFacts = createFactsReader(connect, logger);
  const readTemporal = createTemporalStateReader(temporal, logger);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requestMetrics = createRequestMetrics(registry);
  const app = new Hono().get("/metrics", async (c) => {
    const [known, state] = await Promise.all([readFacts(), readTemporal()]);
    const pipeline = pipelineMetrics({
      ...known,
      temporal: state,
      now: new Date(),
      pipelineIntervalSeconds,
      maxRejectedPercent,
    });
    return c.body(await Registry.merge([registry, pipeline]).metrics(), 200, {
      "Content-Type": registry.contentType,
    });
  });
  const server = createAppServer(app.fetch);
  const url = await bind(server, metrics, "ANALYTICS_API_METRICS");
  logger.info({ url: `${url}/metrics` }, "serving metrics");
  return {
    requestMetrics,
    url: `${url}/metrics`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
