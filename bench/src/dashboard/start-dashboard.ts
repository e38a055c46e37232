import { join } from "node:path";
import { buildIfChanged, DASHBOARD_BUILD } from "@enrichment-monitor/stack/builds";
import { findFreePort } from "@enrichment-monitor/stack/free-port";
import { startNodeService } from "@enrichment-monitor/stack/node-service";
import { REPOSITORY } from "@enrichment-monitor/stack/repository";
import type { Supervisor } from "@enrichment-monitor/stack/supervisor";

/** Starts the dashboard in its own process, as `start` does. Returns its URL. */
export async function startDashboard(analyticsApiUrl: string, supervisor: Supervisor): Promise<string> {
  const folder = await supervisor.temporaryFolder("enrichment-monitor-bench-");
  await buildIfChanged(DASHBOARD_BUILD, { supervisor, root: REPOSITORY, logFile: join(folder, "build.log") });
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  await startNodeService(
    {
      name: "dashboard",
      script: "web/src/server.ts",
      healthUrl: `${url}/entrar`,
      logFile: join(folder, "dashboard.log"),
      env: {
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: String(port),
        ANALYTICS_API_URL: analyticsApiUrl,
      },
    },
    supervisor,
  );
  return url;
}
