import { createWarehouseClient, type WarehouseClient } from "@enrichment-monitor/warehouse/client";
import type { Client } from "@temporalio/client";
import { connectClient } from "../temporal-connection.ts";
import { type CliConfig, loadCliConfig } from "./cli-config.ts";

/** What a command works with. */
export interface Session {
  config: CliConfig;
  temporal: Client;
  sql: WarehouseClient;
}

/** Opens a session for one command and closes it after it. */
export async function withSession(command: (session: Session) => Promise<void>): Promise<void> {
  const config = loadCliConfig(process.env);
  const sql = createWarehouseClient(config.DATABASE_URL, {
    applicationName: "pipeline-cli",
    role: "pipeline",
    maxConnections: 2,
  });
  try {
    const temporal = await connectClient();
    try {
      await command({ config, temporal, sql });
    } finally {
      await temporal.connection.close();
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
