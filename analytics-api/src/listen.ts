import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createWarehouseClient } from "@enrichment-monitor/warehouse";
import { createAdaptorServer } from "@hono/node-server";
import type { Logger } from "pino";
import { createApp } from "./app.ts";
import type { AnalyticsApiConfig } from "./config.ts";

/** How long answers that have begun may take to end before their connections are cut; in milliseconds. */
const DRAIN_MS = 10_000;

export interface RunningApi {
  url: string;
  /** Takes no new connections, lets begun answers end, then closes the database connections. */
  close(): Promise<void>;
}

/** Serves the API at `config.host` and `config.port` (0: a free one). */
export async function listen(config: AnalyticsApiConfig, logger: Logger): Promise<RunningApi> {
  const sql = createWarehouseClient(config.databaseUrl, {
    applicationName: "analytics-api",
    maxConnections: 8,
  });
  const exportSql = createWarehouseClient(config.databaseUrl, {
    applicationName: "analytics-api-export",
    maxConnections: 2,
  });
  const app = createApp({ ...config, sql, exportSql, logger, now: () => new Date() });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(config.port, config.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host}:${port}`;
  logger.info({ url }, "listening");
  return {
    url,
    async close() {
      const closed = once(server, "close");
      server.close();
      if ("closeIdleConnections" in server) server.closeIdleConnections();
      const cut = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(cut);
      await Promise.all([sql.end({ timeout: 5 }), exportSql.end({ timeout: 5 })]);
    },
  };
}
