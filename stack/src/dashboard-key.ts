import { createWarehouseClient } from "@enrichment-monitor/warehouse";
import { createApiKey } from "@enrichment-monitor/warehouse/api-key";

/** Name in the list of keys. */
const NAME = "dashboard of start";

/** Creates the dashboard's key for the analytics API, and deletes the previous one. */
export async function renewDashboardKey(databaseUrl: string): Promise<string> {
  const sql = createWarehouseClient(databaseUrl, {
    applicationName: "start",
    role: "pipeline",
    maxConnections: 1,
  });
  try {
    return await sql.begin(async (transaction) => {
      await transaction`delete from ops.api_keys where name = ${NAME}`;
      const { key } = await createApiKey(transaction, { name: NAME, scope: "read" });
      return key;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
