import { createWarehouseClient, type WarehouseClient } from "@enrichment-monitor/warehouse/client";
import type { Client } from "@temporalio/client";
import { type CliConfig, loadCliConfig } from "./cli-config.ts";

/** What a command works with. */
export interface Session {
  config: CliConfig;
  temporal: Client;
  sql: WarehouseClient;
}

/** Opens a session for one command and closes it after it. */
export const withSession = (command: (session: Session) => Promise<void>): Promise<void> =>
  withWarehouse(async ({ config, sql }) => {
    // Commands without Temporal would wait for its library as well.
    const { connectClient } = await import("../client-connection.ts");
    const tracing = await startTracing(config);
    const temporal = await connectClient(process.env, tracing?.clientInterceptors);
    await command({ config, temporal, sql });
    // Not after a failure: other calls may wait for an answer then, and would throw. The process ends.
    await temporal.connection.close();
    await tracing?.end();
  });

async function startTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: CliConfig) {
  if (endpoint === undefined) return undefined;
  const { traceClient } = await import("../tracing/trace-client.ts");
  return traceClient(endpoint);
}

/** The same for a command that does not need Temporal. */
export async function withWarehouse(
  command: (session: Omit<Session, "temporal">) => Promise<void>,
): Promise<void> {
  const config = loadCliConfig(process.env);
  const sql = createWarehouseClient(config.DATABASE_URL, {
    applicationName: "pipeline-cli",
    role: "pipeline",
    maxConnections: 2,
  });
  try {
    await command({ config, sql });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
