import { readEnvironment } from "@enrichment-monitor/environment";
import { z } from "zod";
import { type FaultsChange, faultsChangeSchema, PRESET_NAMES } from "./faults/settings.ts";

export interface Config {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly apiKey: string;
  readonly adminKey: string;
  readonly seed: number;
  readonly records: number;
  /** Seconds since 1970 at which the initial records all exist and the steady arrivals begin; undefined is last midnight. */
  readonly worldStart: number | undefined;
  readonly arrivalsPer5Minutes: number;
  readonly faults: FaultsChange;
  /** The file that keeps the dataset beyond the process; undefined lets it go. */
  readonly journal: string | undefined;
  /** Milliseconds since 1970 that the dataset's clock shows at its first start; undefined is real time. */
  readonly clockNow: number | undefined;
  readonly clockSpeed: number;
  readonly logLevel: string;
}

function number(minimum: number, maximum: number, usual: number) {
  const remedy = `must be a number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, remedy)
    .transform(Number)
    .pipe(z.number().min(minimum, remedy).max(maximum, remedy))
    .default(usual);
}

function wholeNumber(minimum: number, maximum: number, usual: number) {
  return number(minimum, maximum, usual).refine(
    Number.isInteger,
    `must be a whole number from ${minimum} to ${maximum}`,
  );
}

const key = z.string("must be set, to at least 16 characters").min(16, "must have at least 16 characters");

const instant = z.iso
  .datetime({
    offset: true,
    error: "must be an ISO 8601 instant with its zone, such as 2026-06-01T00:00:00-03:00",
  })
  .transform((text) => Date.parse(text))
  .refine((time) => time >= Date.UTC(2000) && time <= Date.UTC(2100), "must lie between 2000 and 2100");

const FAULTS_REMEDY = `must be ${PRESET_NAMES.join(", ")}, or a JSON object as PATCH /admin/faults takes it`;

const faults = z.string().transform((text, context): FaultsChange => {
  const parsed = faultsChangeSchema.safeParse(text.startsWith("{") ? parseJson(text) : { preset: text });
  if (parsed.success) return parsed.data;
  const details = text.startsWith("{")
    ? ` (${parsed.error.issues.map(({ message }) => message).join("; ")})`
    : "";
  context.addIssue(FAULTS_REMEDY + details);
  return z.NEVER;
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const environmentSchema = z.object({
  SOURCE_API_HOST: z.string().default("127.0.0.1"),
  SOURCE_API_PORT: wholeNumber(0, 65_535, 3001),
  SOURCE_API_KEY: key,
  SOURCE_API_ADMIN_KEY: key,
  SOURCE_SEED: wholeNumber(0, 2 ** 32 - 1, 42),
  SOURCE_RECORDS: wholeNumber(100, 1_000_000, 5000),
  SOURCE_WORLD_START: instant.transform((milliseconds) => Math.floor(milliseconds / 1000)).optional(),
  SOURCE_ARRIVALS_PER_5_MINUTES: number(0, 10_000, 3),
  SOURCE_FAULTS: faults.default({ preset: "seed" }),
  SOURCE_JOURNAL: z.string().optional(),
  SOURCE_CLOCK_NOW: instant.optional(),
  SOURCE_CLOCK_SPEED: number(0, 100_000, 1),
  SOURCE_LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "must be a pino level, such as info",
    )
    .default("info"),
});

const SECRETS = ["SOURCE_API_KEY", "SOURCE_API_ADMIN_KEY"];

function describe(environment: Record<string, string>, { path, message }: z.core.$ZodIssue): string {
  const name = String(path[0]);
  const value = environment[name];
  const shown =
    value === undefined
      ? "is not set"
      : SECRETS.includes(name)
        ? "has a value that is not good"
        : `is "${value}"`;
  return `  ${name} ${shown}: it ${message}.`;
}

/**
 * Reads the configuration; empty variables count as not set.
 * @throws an Error that names every bad variable, its value and the remedy.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const set = readEnvironment(environment, SECRETS);
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => describe(set, issue));
    throw new Error(`The source API cannot start with this environment:\n${problems.join("\n")}`);
  }
  const variables = parsed.data;
  return {
    host: variables.SOURCE_API_HOST,
    port: variables.SOURCE_API_PORT,
    apiKey: variables.SOURCE_API_KEY,
    adminKey: variables.SOURCE_API_ADMIN_KEY,
    seed: variables.SOURCE_SEED,
    records: variables.SOURCE_RECORDS,
    worldStart: variables.SOURCE_WORLD_START,
    arrivalsPer5Minutes: variables.SOURCE_ARRIVALS_PER_5_MINUTES,
    faults: variables.SOURCE_FAULTS,
    journal: variables.SOURCE_JOURNAL,
    clockNow: variables.SOURCE_CLOCK_NOW,
    clockSpeed: variables.SOURCE_CLOCK_SPEED,
    logLevel: variables.SOURCE_LOG_LEVEL,
  };
}
