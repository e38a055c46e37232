import { ConfigError, readEnvironment } from "@enrichment-monitor/environment";
import { type ClientConnectConfig, loadClientConnectConfig } from "@temporalio/envconfig";
import { z } from "zod";
import { DEFAULT_TARGETS_FILE, readTargets } from "./targets-file.ts";

const DATABASE_URL_FORM = "use postgres://user:password@host:port/database";

const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: DATABASE_URL_FORM }).optional();

const numberIn = (digits: RegExp, min: number, max: number, error: string) =>
  z
    .string()
    .refine((text) => digits.test(text) && Number(text) >= min && Number(text) <= max, { error })
    .transform(Number);

const wholeNumber = (min: number, max: number) =>
  numberIn(/^\d{1,9}$/, min, max, `use a whole number from ${min} to ${max}`);

const percent = numberIn(/^\d{1,3}(\.\d+)?$/, 0, 100, "use a number from 0 to 100");

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: `use ${values.join(", ")}` });

const listOf = (isValid: (item: string) => boolean, error: string) =>
  z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((item) => item.trim() || []))
    .refine((items) => items.every(isValid), { error });

const isHostName = (text: string): boolean => /^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(text);

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

/** The README describes each variable. */
const environmentSchema = z
  .object({
    DATABASE_URL: databaseUrl,
    ANALYTICS_DATABASE_URL: databaseUrl,
    ANALYTICS_API_HOST: z.string().default("127.0.0.1"),
    ANALYTICS_API_PORT: wholeNumber(1, 65_535).default(3000),
    ANALYTICS_API_METRICS_HOST: z.string().default("127.0.0.1"),
    ANALYTICS_API_METRICS_PORT: wholeNumber(1, 65_535).optional(),
    ANALYTICS_API_AUTH: oneOf(["auto", "on", "off"]).default("auto"),
    ALLOWED_HOSTS: listOf(
      isHostName,
      "use host names like dashboard.example.com, without ports, separated by commas",
    ),
    TEMPORAL_UI_URL: z.url({ protocol: /^https?$/, error: "use http://host:port, or unset it" }).optional(),
    TEMPORAL_NAMESPACE: z.string().default("default"),
    CORS_ORIGINS: listOf(
      isOrigin,
      "use origins like https://dashboard.example.com, without a path, separated by commas",
    ),
    SCHEDULE_INTERVAL_MINUTES: wholeNumber(1, 1_440).default(5),
    MAX_REJECTED_PERCENT: percent.default(20),
    RATE_LIMIT_PER_MINUTE: wholeNumber(0, 1_000_000).default(6_000),
    TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
    MAX_EVENT_STREAMS: wholeNumber(0, 10_000).default(100),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({ protocol: /^https?$/, error: "use an address such as http://localhost:4318, or unset it" })
      .optional(),
    LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  })
  .refine((environment) => environment.ANALYTICS_DATABASE_URL ?? environment.DATABASE_URL, {
    path: ["DATABASE_URL"],
    error: `${DATABASE_URL_FORM}, here or in ANALYTICS_DATABASE_URL`,
    // Also when other variables are invalid.
    when: () => true,
  });

/** Whether only this machine can connect to `host`. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);

const LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"];

/** Undefined: every host name is allowed. Without keys, a page that makes its own name resolve to this machine must get no response. */
function allowedHostsOf(host: string, requireKeys: boolean, names: string[]): string[] | undefined {
  const isOpen = !requireKeys && isLoopback(host);
  if (!isOpen && names.length === 0) return undefined;
  const own = host.includes(":") ? `[${host}]` : host;
  return [...new Set([...LOOPBACK_NAMES, ...[own, ...names].map((name) => name.toLowerCase())])];
}

/** The variables and profiles of every official SDK: TEMPORAL_ADDRESS, TEMPORAL_TLS_*, TEMPORAL_PROFILE, … */
function readTemporal(environment: Record<string, string>): ClientConnectConfig | Error {
  try {
    return loadClientConnectConfig({ overrideEnvVars: environment });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** An error of the TOML parser quotes lines of the file after its first line, where keys may be. */
const firstLineOf = ({ message }: Error): string => message.split("\n", 1)[0] ?? "";

/** Does not show a database URL, which contains a password. */
function problemOf({ path, message }: z.core.$ZodIssue, environment: Record<string, string>): string {
  const name = String(path[0]);
  const value = environment[name];
  if (value === undefined) return `${name} is missing: ${message}.`;
  return `${name} is ${name.endsWith("DATABASE_URL") ? "invalid" : `"${value}"`}: ${message}.`;
}

/** @throws {ConfigError} naming every variable and every target that is missing or invalid */
export function loadConfig(environment: NodeJS.ProcessEnv) {
  const set = readEnvironment(environment, ["DATABASE_URL", "ANALYTICS_DATABASE_URL"]);
  const { data, error } = environmentSchema.safeParse(set);
  const temporal = readTemporal(set);
  const targets = readTargets(set.TARGETS_FILE ?? DEFAULT_TARGETS_FILE);
  const url = data?.ANALYTICS_DATABASE_URL ?? data?.DATABASE_URL;
  if (!data || url === undefined || temporal instanceof Error || "problems" in targets) {
    const problems = error?.issues.map((issue) => problemOf(issue, set)) ?? [];
    if (temporal instanceof Error)
      problems.push(`The TEMPORAL_ variables or their profile are invalid: ${firstLineOf(temporal)}`);
    if ("problems" in targets) problems.push(...targets.problems);
    throw new ConfigError(`The environment is invalid:\n${problems.map((line) => `  - ${line}`).join("\n")}`);
  }
  const { ANALYTICS_API_HOST: host, ANALYTICS_API_AUTH: auth, TEMPORAL_UI_URL: uiUrl } = data;
  const { ANALYTICS_API_METRICS_HOST: metricsHost, ANALYTICS_API_METRICS_PORT: metricsPort } = data;
  const requireKeys = auth === "on" || (auth === "auto" && !isLoopback(host));
  return {
    databaseUrl: url,
    host,
    port: data.ANALYTICS_API_PORT,
    /** Where metrics are served; without it nowhere. */
    ...(metricsPort !== undefined && { metrics: { host: metricsHost, port: metricsPort } }),
    requireKeys,
    allowedHosts: allowedHostsOf(host, requireKeys, data.ALLOWED_HOSTS),
    logLevel: data.LOG_LEVEL,
    corsOrigins: data.CORS_ORIGINS,
    pipelineIntervalSeconds: data.SCHEDULE_INTERVAL_MINUTES * 60,
    maxRejectedPercent: data.MAX_REJECTED_PERCENT,
    rateLimitPerMinute: data.RATE_LIMIT_PER_MINUTE,
    trustedProxies: data.TRUSTED_PROXIES,
    maxEventStreams: data.MAX_EVENT_STREAMS,
    /** Where traces are sent; without it nowhere. */
    ...(data.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined && { otlpEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT }),
    targets: targets.targets,
    temporal,
    temporalUi: uiUrl ? { url: uiUrl, namespace: data.TEMPORAL_NAMESPACE } : undefined,
  };
}

export type AnalyticsApiConfig = ReturnType<typeof loadConfig>;
