import { type ClientConnectConfig, loadClientConnectConfig } from "@temporalio/envconfig";
import { z } from "zod";
import type { RateLimitOptions } from "./http/rate-limit.ts";

export interface AnalyticsApiConfig extends RateLimitOptions {
  databaseUrl: string;
  host: string;
  port: number;
  /** Whether whoever asks has to show a key. Those who operate the pipeline always have to. */
  requireKeys: boolean;
  /** Host names that are served; undefined: requests are served whatever their Host. */
  allowedHosts: string[] | undefined;
  logLevel: string;
  /** Origins of the browsers that may read answers. */
  corsOrigins: string[];
  pipelineIntervalSeconds: number;
  /** The share of rejected records above which the pipeline is failing; from 0 to 100. */
  maxRejectedPercent: number;
  /** Clients that may follow `/events` at once. */
  maxEventStreams: number;
  /** From the variables and profiles that every official SDK reads: TEMPORAL_ADDRESS, TEMPORAL_TLS_*, TEMPORAL_PROFILE, … */
  temporal: ClientConnectConfig;
  /** Undefined: answers hold no links to the Temporal Web UI. */
  temporalUi: { url: string; namespace: string } | undefined;
}

/** The environment is not usable; the message has a line for every problem. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const databaseUrl = (variable: string) =>
  z.url({
    protocol: /^postgres(ql)?$/,
    error: `${variable} is not a database address: write postgres://user:password@host:port/database.`,
  });

const wholeNumber = (variable: string, min: number, max: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: ({ input }) => `${variable} is "${input}": give a whole number from ${min} to ${max}.`,
    })
    .transform(Number);

const percent = (variable: string) =>
  z
    .string()
    .refine((text) => /^\d{1,3}(\.\d+)?$/.test(text) && Number(text) <= 100, {
      error: ({ input }) => `${variable} is "${input}": give a number from 0 to 100.`,
    })
    .transform(Number);

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** auto: keys are asked for unless the API listens on loopback. */
const AUTH = ["auto", "on", "off"] as const;

/** Whether nobody but this machine can connect to `host`. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);

/** What this machine is called by those who use it on this machine. */
const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

const isHostName = (text: string): boolean => /^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(text);

const separated = (text: string): string[] => text.split(",").flatMap((item) => item.trim() || []);

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

const environmentSchema = z
  .object({
    DATABASE_URL: databaseUrl("DATABASE_URL").optional(),
    ANALYTICS_DATABASE_URL: databaseUrl("ANALYTICS_DATABASE_URL").optional(),
    ANALYTICS_API_HOST: z.string().default("127.0.0.1"),
    ANALYTICS_API_PORT: wholeNumber("ANALYTICS_API_PORT", 1, 65_535).default(3000),
    ANALYTICS_API_AUTH: z
      .enum(AUTH, {
        error: ({ input }) => `ANALYTICS_API_AUTH is "${input}": give one of ${AUTH.join(", ")}.`,
      })
      .default("auto"),
    ALLOWED_HOSTS: z
      .string()
      .toLowerCase()
      .default("")
      .transform(separated)
      .refine((names) => names.every(isHostName), {
        error: ({ input }) =>
          `ALLOWED_HOSTS is "${input}": write host names like dashboard.example.com, without ports, separated by commas.`,
      }),
    TEMPORAL_UI_URL: z
      .url({
        protocol: /^https?$/,
        error: ({ input }) => `TEMPORAL_UI_URL is "${input}": write http://host:port, or leave it out.`,
      })
      .optional(),
    TEMPORAL_NAMESPACE: z.string().default("default"),
    CORS_ORIGINS: z
      .string()
      .default("")
      .transform(separated)
      .refine((origins) => origins.every(isOrigin), {
        error: ({ input }) =>
          `CORS_ORIGINS is "${input}": write origins like https://dashboard.example.com, without a path, separated by commas.`,
      }),
    SCHEDULE_INTERVAL_MINUTES: wholeNumber("SCHEDULE_INTERVAL_MINUTES", 1, 1_440).default(5),
    MAX_REJECTED_PERCENT: percent("MAX_REJECTED_PERCENT").default(20),
    RATE_LIMIT_PER_MINUTE: wholeNumber("RATE_LIMIT_PER_MINUTE", 0, 1_000_000).default(6_000),
    TRUSTED_PROXIES: wholeNumber("TRUSTED_PROXIES", 0, 10).default(0),
    MAX_EVENT_STREAMS: wholeNumber("MAX_EVENT_STREAMS", 0, 10_000).default(100),
    LOG_LEVEL: z
      .enum(LOG_LEVELS, {
        error: ({ input }) => `LOG_LEVEL is "${input}": give one of ${LOG_LEVELS.join(", ")}.`,
      })
      .default("info"),
  })
  .refine((environment) => environment.ANALYTICS_DATABASE_URL ?? environment.DATABASE_URL, {
    error:
      "DATABASE_URL is missing: write postgres://user:password@host:port/database, here or in ANALYTICS_DATABASE_URL.",
    when: () => true,
  });

/** Variables that are set to nothing count as left out. */
const withoutEmpty = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])));

/** A page that has its own name resolve to this machine gets nothing where no key would stop it. */
function allowedHostsOf(host: string, requireKeys: boolean, names: string[]): string[] | undefined {
  const isOpen = !requireKeys && isLoopback(host);
  if (!isOpen && names.length === 0) return undefined;
  const own = host.includes(":") ? `[${host}]` : host.toLowerCase();
  return [...new Set([...LOOPBACK_NAMES, own, ...names])];
}

/** Where the Temporal server is, or why that cannot be told. */
function readTemporal(environment: Record<string, string>): ClientConnectConfig | Error {
  try {
    return loadClientConnectConfig({ overrideEnvVars: environment });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** @throws {ConfigError} naming every variable that is missing or wrong */
export function loadConfig(environment: NodeJS.ProcessEnv): AnalyticsApiConfig {
  const set = withoutEmpty(environment);
  const parsed = environmentSchema.safeParse(set);
  const temporal = readTemporal(set);
  if (!parsed.success || temporal instanceof Error) {
    const problems = [
      ...(parsed.error?.issues.map(({ message }) => message) ?? []),
      ...(temporal instanceof Error
        ? [`The TEMPORAL_ variables or their profile cannot be used: ${temporal.message}`]
        : []),
    ];
    throw new ConfigError(
      `The environment is not usable:\n${problems.map((line) => `  - ${line}`).join("\n")}`,
    );
  }
  const { data } = parsed;
  const url = data.ANALYTICS_DATABASE_URL ?? data.DATABASE_URL;
  if (url === undefined) throw new ConfigError("DATABASE_URL is missing.");
  const requireKeys =
    data.ANALYTICS_API_AUTH === "on" ||
    (data.ANALYTICS_API_AUTH === "auto" && !isLoopback(data.ANALYTICS_API_HOST));
  return {
    databaseUrl: url,
    host: data.ANALYTICS_API_HOST,
    port: data.ANALYTICS_API_PORT,
    requireKeys,
    allowedHosts: allowedHostsOf(data.ANALYTICS_API_HOST, requireKeys, data.ALLOWED_HOSTS),
    logLevel: data.LOG_LEVEL,
    corsOrigins: data.CORS_ORIGINS,
    pipelineIntervalSeconds: data.SCHEDULE_INTERVAL_MINUTES * 60,
    maxRejectedPercent: data.MAX_REJECTED_PERCENT,
    rateLimitPerMinute: data.RATE_LIMIT_PER_MINUTE,
    trustedProxies: data.TRUSTED_PROXIES,
    maxEventStreams: data.MAX_EVENT_STREAMS,
    temporal,
    temporalUi: data.TEMPORAL_UI_URL
      ? { url: data.TEMPORAL_UI_URL, namespace: data.TEMPORAL_NAMESPACE }
      : undefined,
  };
}
