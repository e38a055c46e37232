import { ConfigError, readEnvironment } from "@enrichment-monitor/environment";
import { z } from "zod";
import { type AlertSettings, alertEnvironment, alertSecrets } from "./alerts/alert-settings.ts";
import { sourceKey, sourceUrl } from "./source/source-settings.ts";

const wholeNumber = (name: string, maximum: number) =>
  z.coerce
    .number({ error: `${name} must be a whole number` })
    .int({ error: `${name} must be a whole number` })
    .min(1, { error: `${name} must be at least 1` })
    .max(maximum, { error: `${name} must be at most ${maximum}` });

const positiveInteger = (name: string, fallback: number, maximum: number) =>
  wholeNumber(name, maximum).default(fallback);

/** Every setting of the pipeline, its unit in its name, its default where the design gives one. */
export const pipelineEnvironment = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: ({ input }) =>
      input === undefined
        ? "DATABASE_URL is not set: set it to the warehouse's postgres:// address"
        : "DATABASE_URL is not a postgres:// address",
  }),
  SOURCE_API_URL: sourceUrl,
  SOURCE_API_KEY: sourceKey,
  SOURCE_TIMEOUT_MS: positiveInteger("SOURCE_TIMEOUT_MS", 10_000, 120_000),
  /** Records asked for per request; the contract allows 100. */
  SOURCE_PAGE_SIZE: positiveInteger("SOURCE_PAGE_SIZE", 100, 1_000),
  /** A run fails when no request has brought anything for so long. */
  SOURCE_PATIENCE_MINUTES: positiveInteger("SOURCE_PATIENCE_MINUTES", 30, 24 * 60),
  /** A page larger than this, decompressed, is not read to its end. */
  SOURCE_MAX_BODY_MB: positiveInteger("SOURCE_MAX_BODY_MB", 32, 256),
  /** A source that asks for a longer wait, by Retry-After, is asked again after this. */
  MAX_RETRY_AFTER_SECONDS: positiveInteger("MAX_RETRY_AFTER_SECONDS", 60, 600),
  /** How far before the watermark a run reads again, for late records. */
  LOOKBACK_MINUTES: positiveInteger("LOOKBACK_MINUTES", 10, 7 * 24 * 60),
  /** Requests that a run spends at most on its proof by counting; what is left then is counted again by the next run. */
  PROOF_MAX_REQUESTS: positiveInteger("PROOF_MAX_REQUESTS", 300, 100_000),
  /** Each record is read again, and compared field by field, once in so many days; 0: never. */
  SCRUB_DAYS: z.coerce
    .number({ error: "SCRUB_DAYS must be a whole number of days, or 0" })
    .int({ error: "SCRUB_DAYS must be a whole number of days, or 0" })
    .min(0, { error: "SCRUB_DAYS must be a whole number of days, or 0" })
    .max(3_650, { error: "SCRUB_DAYS must be at most 3650" })
    .default(30),
  MAX_PARALLEL_SLICES: positiveInteger("MAX_PARALLEL_SLICES", 4, 64),
  /** Transactions that turn bronze into gold at once; more than the database has cores to spare is no gain. */
  MAX_PARALLEL_TRANSFORMS: positiveInteger("MAX_PARALLEL_TRANSFORMS", 2, 16),
  /** Work that an activity does before it returns, so that a worker's loss costs little. */
  ACTIVITY_TIME_BOX_MS: positiveInteger("ACTIVITY_TIME_BOX_MS", 60_000, 120_000),
  /** A run fails when more than this percentage of the versions it transformed were rejected. */
  MAX_REJECTED_PERCENT: z.coerce
    .number({ error: "MAX_REJECTED_PERCENT must be a number from 0 to 100" })
    .min(0, { error: "MAX_REJECTED_PERCENT must be a number from 0 to 100" })
    .max(100, { error: "MAX_REJECTED_PERCENT must be a number from 0 to 100" })
    .default(20),
  /** A job that was created or updated before this day, in UTC, is rejected: 1900 and 1970 stand for unset dates. */
  EARLIEST_PLAUSIBLE_DATE: z.iso
    .date({ error: "EARLIEST_PLAUSIBLE_DATE must be a date such as 2000-01-01" })
    .default("2000-01-01"),
  /** How long a superseded version, and the request that brought it, are kept. */
  RETENTION_DAYS: positiveInteger("RETENTION_DAYS", 365, 36_500),
  /** Which build of the pipeline this worker is, for rollouts (docs/operations.md); unset: all workers are the same. */
  WORKER_BUILD_ID: z
    .string()
    .regex(/^\w[\w.-]{0,99}$/, {
      error:
        "WORKER_BUILD_ID must be 1 to 100 letters, digits, dots, dashes and underscores, and begin with none of . and -",
    })
    .optional(),
  WORKER_HEALTH_HOST: z.string().min(1).default("127.0.0.1"),
  WORKER_HEALTH_PORT: positiveInteger("WORKER_HEALTH_PORT", 9464, 65_535),
  /** Where Prometheus reads the metrics of Temporal's SDK at `/metrics`; without a port nowhere. */
  WORKER_METRICS_HOST: z
    .union([z.ipv4(), z.ipv6()], { error: "WORKER_METRICS_HOST must be an IP address of this machine" })
    .default("127.0.0.1"),
  WORKER_METRICS_PORT: wholeNumber("WORKER_METRICS_PORT", 65_535).optional(),
  /** Where traces are sent, as OTLP over HTTP; without it nowhere. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error: "OTEL_EXPORTER_OTLP_ENDPOINT must be an address such as http://localhost:4318",
    })
    .optional(),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error"], { error: "LOG_LEVEL must be debug, info, warn or error" })
    .default("info"),
});

export type PipelineConfig = z.infer<typeof pipelineEnvironment>;

export interface WorkerConfig extends PipelineConfig {
  alerts: AlertSettings;
}

/** @throws {ConfigError} naming every variable that is missing or wrong */
export function loadConfig(environment: NodeJS.ProcessEnv): WorkerConfig {
  const set = readEnvironment(environment, ["DATABASE_URL", "SOURCE_API_KEY", ...alertSecrets]);
  const pipeline = pipelineEnvironment.safeParse(set);
  const alerts = alertEnvironment.safeParse(set);
  if (pipeline.success && alerts.success) return { ...pipeline.data, alerts: alerts.data };
  const issues = [...(pipeline.error?.issues ?? []), ...(alerts.error?.issues ?? [])];
  const problems = issues.map((issue) => `  - ${issue.message}`);
  throw new ConfigError(`Invalid environment:\n${problems.join("\n")}`);
}
