import { existsSync } from "node:fs";
import { findFreePorts } from "@enrichment-monitor/stack/free-port";
import { createWarehouseClient, type WarehouseClient } from "@enrichment-monitor/warehouse";
import { createSourceAdmin, type SourceAdmin } from "../pipeline/source-admin.ts";
import { docker } from "./docker.ts";

/** Beside the project of a person who uses this machine, too. */
const PROJECT = "enrichment-monitor-test";
const FILES = ["docker-compose.yml", "e2e/containers/compose.test.yaml"];

export interface ContainerSystem extends AsyncDisposable {
  /** Runs `docker compose`. */
  compose(args: readonly string[]): Promise<string>;
  /** Runs the pipeline's command line in a container that is never killed. */
  pipeline(args: readonly string[]): Promise<string>;
  /** Kills the service's container, and starts it again. */
  killAndStart(service: string): Promise<void>;
  /** The size of the image that is built; in bytes. */
  imageSize(): Promise<number>;
  sql: WarehouseClient;
  admin: SourceAdmin;
  dashboardUrl: string;
}

/** Brings the compose file up, as a new clone of this repository would, but on free ports, and with one run a day. */
export async function startContainers(): Promise<ContainerSystem> {
  const [postgres, temporal, ui, source, api, dashboard] = await findFreePorts(6);
  const env: NodeJS.ProcessEnv = {
    POSTGRES_PORT: String(postgres),
    TEMPORAL_PORT: String(temporal),
    TEMPORAL_UI_PORT: String(ui),
    SOURCE_API_PORT: String(source),
    ANALYTICS_API_PORT: String(api),
    DASHBOARD_PORT: String(dashboard),
    SCHEDULE_INTERVAL_MINUTES: "1440",
    ...findCertificates(),
  };
  const project = [
    "compose",
    "--project-name",
    PROJECT,
    "--env-file",
    "/dev/null",
    ...FILES.flatMap((file) => ["--file", file]),
  ];
  const compose = (args: readonly string[], shown = false) => docker([...project, ...args], { env, shown });
  const inWorker = (args: readonly string[]) => compose(["exec", "-T", "worker", ...args]);
  const takeDown = () => compose(["down", "--volumes", "--remove-orphans"], true).then(() => removeImage());

  await takeDown();
  try {
    await compose(["up", "--detach", "--build"], true);
  } catch (error) {
    await compose(["logs", "--tail", "20"], true);
    await takeDown();
    throw error;
  }
  const url = new URL(await inWorker(["cat", "/run/secrets/database_url"]));
  url.host = `127.0.0.1:${postgres}`;
  const sql = createWarehouseClient(url.href, { applicationName: "test-containers" });
  return {
    compose,
    pipeline: (args) => compose(["exec", "-T", "analytics-api", "pipeline", ...args]),
    async killAndStart(service) {
      const [id = ""] = (await compose(["ps", "--quiet", service])).split("\n");
      await docker(["kill", id]);
      await docker(["start", id]);
    },
    imageSize: async () => Number(await docker(["image", "inspect", "--format", "{{.Size}}", PROJECT])),
    sql,
    admin: createSourceAdmin(
      `http://127.0.0.1:${source}`,
      await inWorker(["cat", "/run/secrets/source_api_admin_key"]),
    ),
    dashboardUrl: `http://127.0.0.1:${dashboard}`,
    async [Symbol.asyncDispose]() {
      await sql.end({ timeout: 5 });
      await takeDown();
    },
  };
}

/** What Node trusts on this machine, the build has to trust as well. */
function findCertificates(): NodeJS.ProcessEnv {
  const file = process.env.BUILD_CA ?? process.env.NODE_EXTRA_CA_CERTS;
  return file && existsSync(file) ? { BUILD_CA: file } : {};
}

async function removeImage(): Promise<void> {
  if (await docker(["image", "ls", "--quiet", PROJECT])) await docker(["image", "rm", PROJECT]);
}

/** Ids of containers, volumes, networks and images of the test that there are. */
export async function listLeftovers(): Promise<string[]> {
  const ofProject = ["--quiet", "--filter", `label=com.docker.compose.project=${PROJECT}`];
  const lists = await Promise.all([
    docker(["ps", "--all", ...ofProject]),
    docker(["volume", "ls", ...ofProject]),
    docker(["network", "ls", ...ofProject]),
    docker(["image", "ls", "--quiet", PROJECT]),
  ]);
  return lists.filter(Boolean);
}
