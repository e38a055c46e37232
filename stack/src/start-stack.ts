import { migrateWarehouse } from "@enrichment-monitor/warehouse";
import { buildIfChanged, DASHBOARD_BUILD, WORKFLOW_BUILD } from "./builds.ts";
import type { ExternalServers, StackConfig } from "./config.ts";
import { renewDashboardKey } from "./dashboard-key.ts";
import { emptyDataDir, openDataDir } from "./data-dir.ts";
import { localUrl } from "./local-url.ts";
import { assertPortsFree, type PortName } from "./ports.ts";
import { REPOSITORY } from "./repository.ts";
import { loadSecrets } from "./secrets.ts";
import { ensureDatabase, ensureTemporal, type ReportDetail, type StackContext } from "./servers.ts";
import type { Service } from "./service.ts";
import { type Connection, describeServices, describeSource } from "./services.ts";
import { writeStackEnv } from "./stack-env.ts";
import { startServices } from "./start-services.ts";
import type { Supervisor } from "./supervisor.ts";

export interface StackOptions {
  readonly config: StackConfig;
  /** Owns every process of the stack: closing it stops the stack. */
  readonly supervisor: Supervisor;
  /** Empty the data folder first. */
  readonly fresh?: boolean;
  /** Environment of the services of the workspace; settings of the stack take precedence. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Runs each step, for example to show progress. */
  readonly step?: RunStep;
}

export type RunStep = <T>(title: string, work: (reportDetail: ReportDetail) => Promise<T>) => Promise<T>;

export interface Stack {
  readonly urls: {
    readonly dashboard: string;
    readonly analyticsApi: string;
    readonly sourceApi: string;
    readonly temporalUi: string | undefined;
  };
  /** Contains passwords. */
  readonly connection: Connection;
  /** Environment of a CLI for this stack. */
  readonly cliEnv: NodeJS.ProcessEnv;
  /** The services of this stack in start order, without external servers. */
  readonly services: readonly Service[];
  /** Throws if the stack has no such service. */
  service(name: ServiceName): Service;
  logFile(name: string): string;
}

export type ServiceName = "postgres" | "temporal" | "source-api" | "worker" | "analytics-api" | "dashboard";

/**
 * Starts the whole system and waits until all services are healthy. If one fails, everything is stopped, and the error says in
 * one sentence what to do.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  try {
    return await startAll(options);
  } catch (error) {
    await options.supervisor.close();
    throw error;
  }
}

async function startAll(options: StackOptions): Promise<Stack> {
  const { config, supervisor, fresh = false, environment = {}, step = runSilently } = options;

  const context = await step("Data folder", async (reportDetail): Promise<StackContext> => {
    reportDetail(config.dataDir);
    const data = await openDataDir(config.dataDir, supervisor);
    await assertPortsFree(config.ports, ownPorts(config.external));
    if (fresh) await emptyDataDir(data);
    return { config, supervisor, data, secrets: await loadSecrets(data.secrets), environment };
  });
  const { data } = context;

  const database = await step("PostgreSQL", (reportDetail) => ensureDatabase(context, reportDetail));
  await step("Migrations", () => migrateWarehouse(database.url));
  const temporal = await step("Temporal", (reportDetail) => ensureTemporal(context, reportDetail));
  for (const build of [WORKFLOW_BUILD, DASHBOARD_BUILD]) {
    await step(build.title, async (reportDetail) => {
      const built = await buildIfChanged(build, {
        supervisor,
        root: REPOSITORY,
        logFile: data.logFile(build.name),
      });
      if (!built) reportDetail("unchanged");
    });
  }
  const source = describeSource(context);
  const dashboardKey = await renewDashboardKey(database.url, config);
  const connection: Connection = {
    ...(dashboardKey !== undefined && { ANALYTICS_API_KEY: dashboardKey }),
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: config.temporalNamespace,
    ...(temporal.uiUrl !== undefined && { TEMPORAL_UI_URL: temporal.uiUrl }),
    ...source.connection,
  };
  const nodeServices = await step("Services", (reportDetail) =>
    startServices([...source.services, ...describeServices(context, connection)], supervisor, reportDetail),
  );
  const services = [database.service, temporal.service, ...nodeServices].filter(
    (service) => service !== undefined,
  );
  await writeStackEnv(data.stackEnv, connection);
  supervisor.removeAtEnd(data.stackEnv);

  return {
    urls: {
      dashboard: localUrl(config, config.ports.dashboard),
      analyticsApi: localUrl(config, config.ports.analyticsApi),
      sourceApi: source.url,
      temporalUi: temporal.uiUrl,
    },
    connection,
    cliEnv: { ...environment, ...connection },
    services,
    service(name) {
      const found = services.find((service) => service.name === name);
      if (!found) throw new Error(`This stack runs no ${name} of its own.`);
      return found;
    },
    logFile: data.logFile,
  };
}

/** The ports that this stack will listen on. */
function ownPorts({ databaseUrl, temporal, source }: ExternalServers): PortName[] {
  return [
    ...(databaseUrl === undefined ? (["postgres"] as const) : []),
    ...(temporal ? [] : (["temporal", "temporalUi"] as const)),
    ...(source ? [] : (["sourceApi"] as const)),
    "workerHealth",
    "analyticsApi",
    "dashboard",
  ];
}

async function runSilently<T>(_title: string, work: (reportDetail: ReportDetail) => Promise<T>): Promise<T> {
  return work(() => undefined);
}
