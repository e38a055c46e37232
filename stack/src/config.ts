import { join, resolve } from "node:path";
import { sourceKey, sourceUrl } from "@enrichment-monitor/temporal/source-settings";
import { z } from "zod";
import { PORTS, type PortName, type Ports } from "./ports.ts";
import { REPOSITORY } from "./repository.ts";

/** External servers, used instead of the embedded ones. */
export interface ExternalServers {
  readonly databaseUrl?: string | undefined;
  readonly temporal?: { readonly address: string; readonly uiUrl: string | undefined } | undefined;
  readonly source?: { readonly url: string; readonly key: string } | undefined;
}

export interface StackConfig {
  /** Persistent data: databases, passwords, logs. */
  readonly dataDir: string;
  /** Address that the dashboard and the two APIs listen on. PostgreSQL and Temporal always listen on loopback. */
  readonly listenHost: string;
  /** Whether only this machine can reach the dashboard. Otherwise people sign in with keys of their own. */
  readonly isLocal: boolean;
  readonly ports: Ports;
  readonly temporalNamespace: string;
  readonly external: ExternalServers;
}

/** The environment is invalid; the message has a line for each problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const port = (name: PortName) => {
  const { variable, fallback } = PORTS[name];
  return z
    .string()
    .default(String(fallback))
    .refine((text) => /^[1-9]\d{0,4}$/.test(text) && Number(text) <= 65_535, {
      error: ({ input }) =>
        `${variable} is "${input}": give a port from 1 to 65535, or leave it out for ${fallback}.`,
    })
    .transform(Number);
};

const environmentSchema = z
  .object({
    LISTEN_HOST: z
      .ipv4({
        error: ({ input }) =>
          `LISTEN_HOST is "${input}": give an IPv4 address of this machine, or 0.0.0.0 for all.`,
      })
      .default("127.0.0.1"),
    /** Of the dashboard, which checks them: names that a proxy serves it under. */
    ALLOWED_HOSTS: z.string().optional(),
    ORIGIN: z.string().optional(),
    DASHBOARD_PORT: port("dashboard"),
    ANALYTICS_API_PORT: port("analyticsApi"),
    SOURCE_API_PORT: port("sourceApi"),
    POSTGRES_PORT: port("postgres"),
    TEMPORAL_PORT: port("temporal"),
    TEMPORAL_UI_PORT: port("temporalUi"),
    WORKER_HEALTH_PORT: port("workerHealth"),
    DATABASE_URL: z
      .url({
        protocol: /^postgres(ql)?$/,
        error: "DATABASE_URL is not an address: write postgres://user:password@host:port/database.",
      })
      .optional(),
    TEMPORAL_ADDRESS: z
      .string()
      .regex(/^[^\s:/]+:\d+$/, {
        error: ({ input }) => `TEMPORAL_ADDRESS is "${input}": write host:port, without a scheme.`,
      })
      .optional(),
    TEMPORAL_UI_URL: z
      .url({
        protocol: /^https?$/,
        error: ({ input }) => `TEMPORAL_UI_URL is "${input}": write http://… or https://…, or leave it out.`,
      })
      .optional(),
    TEMPORAL_NAMESPACE: z.string().default("default"),
    SOURCE_API_URL: sourceUrl.optional(),
    SOURCE_API_KEY: sourceKey.optional(),
  })
  .refine(({ SOURCE_API_URL, SOURCE_API_KEY }) => !SOURCE_API_URL || SOURCE_API_KEY, {
    error: "SOURCE_API_URL is set but SOURCE_API_KEY is not: give the key of that source.",
    when: () => true,
  });

/** Reads the environment of `start`. An empty variable counts as unset. Throws a ConfigError with all problems. */
export function loadConfig(environment: NodeJS.ProcessEnv): StackConfig {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(({ message }) => message).join("\n"));
  const variables = parsed.data;
  return {
    dataDir: findDataDir(set),
    listenHost: variables.LISTEN_HOST,
    isLocal: variables.LISTEN_HOST.startsWith("127.") && !variables.ALLOWED_HOSTS && !variables.ORIGIN,
    ports: {
      dashboard: variables.DASHBOARD_PORT,
      analyticsApi: variables.ANALYTICS_API_PORT,
      sourceApi: variables.SOURCE_API_PORT,
      postgres: variables.POSTGRES_PORT,
      temporal: variables.TEMPORAL_PORT,
      temporalUi: variables.TEMPORAL_UI_PORT,
      workerHealth: variables.WORKER_HEALTH_PORT,
    },
    temporalNamespace: variables.TEMPORAL_NAMESPACE,
    external: {
      databaseUrl: variables.DATABASE_URL,
      temporal: variables.TEMPORAL_ADDRESS
        ? { address: variables.TEMPORAL_ADDRESS, uiUrl: variables.TEMPORAL_UI_URL }
        : undefined,
      source:
        variables.SOURCE_API_URL && variables.SOURCE_API_KEY
          ? { url: variables.SOURCE_API_URL, key: variables.SOURCE_API_KEY }
          : undefined,
    },
  };
}

/** Path of the data folder, without the rest of the configuration. */
export function findDataDir(environment: NodeJS.ProcessEnv): string {
  return resolve(environment.ENRICHMENT_MONITOR_DATA_DIR || join(REPOSITORY, ".data"));
}
