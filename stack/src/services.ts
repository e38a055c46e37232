import { generateSecret } from "@enrichment-monitor/warehouse/api-key";
import { localUrl } from "./local-url.ts";
import { ANALYTICS_API_NODE_OPTIONS, WORKER_NODE_OPTIONS } from "./node-options.ts";
import type { NodeServiceSpec } from "./node-service.ts";
import { assertPortsFree } from "./ports.ts";
import type { StackContext } from "./servers.ts";

/** Environment variables that clients and CLIs need to reach the stack. */
export type Connection = Readonly<Record<string, string>>;

export interface StepService extends NodeServiceSpec {
  /** As shown to the user. */
  readonly title: string;
}

export interface Source {
  readonly url: string;
  /** Settings for its clients. */
  readonly connection: Connection;
  /** The mock source API; none if SOURCE_API_URL is set. */
  readonly services: StepService[];
}

/** Where the source is. */
export function describeSource({ config, data, secrets, environment }: StackContext): Source {
  const given = config.external.source;
  if (given) {
    const connection = { SOURCE_API_URL: given.url, SOURCE_API_KEY: given.key };
    return { url: given.url, connection, services: [] };
  }
  const url = localUrl(config, config.ports.sourceApi);
  const keys = { SOURCE_API_KEY: secrets.sourceApiKey, SOURCE_API_ADMIN_KEY: secrets.sourceApiAdminKey };
  const service: StepService = {
    title: "source API",
    name: "source-api",
    script: "source-api/src/server.ts",
    healthUrl: `${url}/health`,
    env: {
      SOURCE_JOURNAL: data.sourceJournal,
      ...environment,
      SOURCE_API_HOST: config.listenHost,
      SOURCE_API_PORT: String(config.ports.sourceApi),
      ...keys,
    },
    logFile: data.logFile("source-api"),
    beforeRestart: () => assertPortsFree(config.ports, ["sourceApi"]),
  };
  return { url, connection: { SOURCE_API_URL: url, ...keys }, services: [service] };
}

/** The worker, analytics API and dashboard. Each gets only the settings that it needs. */
export function describeServices(context: StackContext, connection: Connection): StepService[] {
  const { config, data, environment } = context;
  const { ports, listenHost } = config;
  const analyticsApi = localUrl(config, ports.analyticsApi);
  const dashboard = localUrl(config, ports.dashboard);
  return [
    {
      title: "worker",
      name: "worker",
      script: "temporal/src/worker.ts",
      nodeOptions: WORKER_NODE_OPTIONS,
      healthUrl: `http://127.0.0.1:${ports.workerHealth}/health`,
      env: {
        ...environment,
        ...pick(connection, [
          "DATABASE_URL",
          "TEMPORAL_ADDRESS",
          "TEMPORAL_NAMESPACE",
          "SOURCE_API_URL",
          "SOURCE_API_KEY",
        ]),
        ANALYTICS_API_KEY: connection.ANALYTICS_API_KEY ?? environment.ANALYTICS_API_KEY,
        ANALYTICS_API_URL: analyticsApi,
        DASHBOARD_URL: environment.DASHBOARD_URL || environment.ORIGIN || dashboard,
        WORKER_HEALTH_PORT: String(ports.workerHealth),
        // There is one worker: with a build id it would wait for somebody to make the build current.
        WORKER_BUILD_ID: undefined,
      },
      logFile: data.logFile("worker"),
      beforeRestart: () => assertPortsFree(ports, ["workerHealth"]),
    },
    {
      title: "analytics API",
      name: "analytics-api",
      script: "analytics-api/src/server.ts",
      nodeOptions: ANALYTICS_API_NODE_OPTIONS,
      healthUrl: `${analyticsApi}/health/ready`,
      env: {
        ...environment,
        ...pick(connection, ["DATABASE_URL", "TEMPORAL_ADDRESS", "TEMPORAL_UI_URL", "TEMPORAL_NAMESPACE"]),
        ANALYTICS_API_HOST: listenHost,
        ANALYTICS_API_PORT: String(ports.analyticsApi),
      },
      logFile: data.logFile("analytics-api"),
      beforeRestart: () => assertPortsFree(ports, ["analyticsApi"]),
    },
    {
      title: "dashboard",
      name: "dashboard",
      script: "web/src/server.ts",
      // Other pages may require a session.
      healthUrl: `${dashboard}/entrar`,
      env: {
        ...environment,
        HOST: listenHost,
        PORT: String(ports.dashboard),
        // Sessions survive a restart of the dashboard.
        SESSION_SECRET: environment.SESSION_SECRET || generateSecret(),
        ...pick(connection, ["ANALYTICS_API_KEY"]),
        ANALYTICS_API_URL: analyticsApi,
      },
      logFile: data.logFile("dashboard"),
      beforeRestart: () => assertPortsFree(ports, ["dashboard"]),
    },
  ];
}

function pick(connection: Connection, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, connection[name]]));
}
