import { createWarehouseClient } from "@enrichment-monitor/warehouse";
import { createApiKey } from "@enrichment-monitor/warehouse/api-key";

/** Name in the list of keys. */
const NAME = "dashboard of start";

/**
 * Deletes the dashboard's key of the previous start. If only this machine can reach the dashboard, creates the one that it uses for
 * everybody.
 */
export async function renewDashboardKey(
  databaseUrl: string,
  { isLocal }: { isLocal: boolean },
): Promise<string | undefined> {
  const sql = createWarehouseClient(databaseUrl, {
    applicationName: "start",
    role: "pipeline",
    maxConnections: 1,
  });
  try {
    return await sql.begin(async (transaction) => {
      await transaction`delete from ops.api_keys where name = ${NAME}`;
      if (!isLocal) return undefined;
      const { key } = await createApiKey(transaction, { name: NAME, scope: "operator" });
      return key;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}
