import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { createApp } from "./app.ts";
import { type AnalyticsApiConfig, ConfigError, isLoopback } from "./config.ts";
import { createTemporalClient } from "./control/temporal-client.ts";
import { createChangeFeed } from "./events/change-feed.ts";
import { readPipelineState } from "./events/pipeline-state.ts";
import { createAnswerCache } from "./http/answer-cache.ts";
import { answerRefusedRequests } from "./http/refused-requests.ts";
import { createReadOnlyClient } from "./read-only-client.ts";

/** How long answers that have begun may take to end before their connections are cut; in milliseconds. */
const DRAIN_MS = 10_000;

/** A client that takes nothing for this long is cut off: a file half read holds a database connection. */
const STALLED_MS = 60_000;

export interface RunningApi {
  url: string;
  /** Takes no new connections, ends event streams, lets begun answers end, then closes its own connections. */
  close(): Promise<void>;
}

/**
 * Serves the API at `config.host` and `config.port` (0: a free one).
 * @throws {ConfigError} when it cannot listen there
 */
export async function listen(config: AnalyticsApiConfig, logger: Logger): Promise<RunningApi> {
  const sql = createReadOnlyClient(config.databaseUrl, {
    applicationName: "analytics-api",
    maxConnections: 8,
  });
  const exportSql = createReadOnlyClient(config.databaseUrl, {
    applicationName: "analytics-api-export",
    maxConnections: 2,
  });
  const changes = createChangeFeed({ sql, logger, read: () => readPipelineState(sql, config.temporalUi) });
  const temporal = createTemporalClient(config.temporal);
  const app = createApp({
    ...config,
    sql,
    exportSql,
    answers: createAnswerCache(),
    changes,
    temporal,
    logger,
    now: () => new Date(),
  });
  const server = createServer(getRequestListener(app.fetch));
  server.setTimeout(STALLED_MS);
  answerRefusedRequests(server);
  server.on("request", (_, response) => {
    // While draining, a kept-alive connection would hold the server up to the end of its patience.
    response.once("close", () => server.listening || server.closeIdleConnections());
  });
  const url = await bind(server, config);
  if (!config.requireKeys && !isLoopback(config.host))
    logger.warn(
      { host: config.host },
      "ANALYTICS_API_AUTH is off: whoever can connect can read everything without a key",
    );
  logger.info({ url }, "listening");
  return {
    url,
    async close() {
      const closed = once(server, "close");
      changes.close();
      server.close();
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(cut);
      await Promise.all([sql.end({ timeout: 5 }), exportSql.end({ timeout: 5 }), temporal.close()]);
    },
  };
}

/** Resolves to the address when the server listens. */
async function bind(server: Server, { host, port }: AnalyticsApiConfig): Promise<string> {
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `Cannot listen on ANALYTICS_API_HOST ${host} and ANALYTICS_API_PORT ${port} (${reason}): give others, or stop what listens there.`,
    );
  }
  const address = server.address();
  return `http://${host}:${typeof address === "object" && address ? address.port : port}`;
}
