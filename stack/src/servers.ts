import { access } from "node:fs/promises";
import { join } from "node:path";
import type { StackConfig } from "./config.ts";
import { createDatabase } from "./create-database.ts";
import type { DataDir } from "./data-dir.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { assertPortsFree } from "./ports.ts";
import type { Secrets } from "./secrets.ts";
import { type Service, startService } from "./service.ts";
import type { Supervisor } from "./supervisor.ts";
import { startTemporalServer } from "./temporal-server.ts";

const DATABASE = "enrichment_monitor";

/** The context for starting a service of the stack. */
export interface StackContext {
  readonly config: StackConfig;
  readonly supervisor: Supervisor;
  readonly data: DataDir;
  readonly secrets: Secrets;
  /** Environment of the services of the workspace; settings of the stack take precedence. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Reports a detail of a step to the user. */
export type ReportDetail = (detail: string) => void;

export interface Database {
  /** URL of the warehouse's database. */
  readonly url: string;
  /** Undefined for an external server. */
  readonly service: Service | undefined;
}

/** Starts PostgreSQL and creates the warehouse's database if missing, unless DATABASE_URL is set. */
export async function ensureDatabase(
  { config, supervisor, data, secrets }: StackContext,
  reportDetail: ReportDetail,
): Promise<Database> {
  const given = config.external.databaseUrl;
  if (given !== undefined) {
    reportDetail("DATABASE_URL is set: not starting PostgreSQL");
    return { url: given, service: undefined };
  }
  const { launched, service } = await startService(
    () =>
      startEmbeddedPostgres({
        supervisor,
        dataDir: data.postgres,
        port: config.ports.postgres,
        password: secrets.postgresPassword,
        logFile: data.logFile("postgres"),
      }),
    {
      async beforeRestart() {
        // Otherwise it would be replaced by an empty database.
        await assertExists(join(data.postgres, "PG_VERSION"));
        await assertPortsFree(config.ports, ["postgres"]);
      },
      remedy: `Fix the problem in the log, or restore ${data.postgres} from a backup; \`start --fresh\` deletes the data and starts over.`,
    },
  );
  return { url: await createDatabase(launched.url, DATABASE), service };
}

async function assertExists(path: string): Promise<void> {
  await access(path).catch((cause: unknown) => {
    throw new Error(`${path} is missing: restore it, or stop everything and start again without it.`, {
      cause,
    });
  });
}

export interface Temporal {
  readonly address: string;
  /** Undefined for an external server without TEMPORAL_UI_URL. */
  readonly uiUrl: string | undefined;
  readonly service: Service | undefined;
}

/** Starts Temporal with its Web UI, unless TEMPORAL_ADDRESS is set. */
export async function ensureTemporal(
  { config, supervisor, data }: StackContext,
  reportDetail: ReportDetail,
): Promise<Temporal> {
  const given = config.external.temporal;
  if (given) {
    reportDetail("TEMPORAL_ADDRESS is set: not starting Temporal");
    return { ...given, service: undefined };
  }
  const { launched, service } = await startService(
    () =>
      startTemporalServer({
        supervisor,
        port: config.ports.temporal,
        uiPort: config.ports.temporalUi,
        namespace: config.temporalNamespace,
        databaseFile: data.temporalDatabase,
        logFile: data.logFile("temporal"),
      }),
    {
      async beforeRestart() {
        // Otherwise it would be replaced by an empty database without the schedule.
        await assertExists(data.temporalDatabase);
        await assertPortsFree(config.ports, ["temporal", "temporalUi"]);
      },
      remedy: `If ${data.temporalDatabase} is broken, stop everything, remove it and start again: only Temporal's histories are lost.`,
    },
  );
  return { address: launched.address, uiUrl: launched.uiUrl, service };
}
