import { join } from "node:path";
import type { Supervisor } from "@enrichment-monitor/stack/supervisor";
import { startTemporalServer } from "@enrichment-monitor/stack/temporal-server";

/**
 * Starts a Temporal server with other settings than the one that the tests share. It ends with the supervisor.
 * @param dynamicConfig values as JSON
 * @returns its address
 */
export async function startConfiguredTemporal(
  supervisor: Supervisor,
  dynamicConfig: Record<string, string>,
): Promise<string> {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-temporal-");
  const { address } = await startTemporalServer({
    supervisor,
    port: 0,
    uiPort: 0,
    namespace: "default",
    dynamicConfig,
    logFile: join(folder, "temporal.log"),
  });
  return address;
}
