import { ConfigError, readEnvironment } from "@enrichment-monitor/environment";
import { z } from "zod";
import { pipelineEnvironment } from "../config.ts";

const pipelineSettings = pipelineEnvironment.pick({
  DATABASE_URL: true,
  MAX_REJECTED_PERCENT: true,
  OTEL_EXPORTER_OTLP_ENDPOINT: true,
});

const cliEnvironment = pipelineSettings.extend({
  SCHEDULE_INTERVAL_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(5),
});

export type CliConfig = z.infer<typeof cliEnvironment>;

/** @throws {ConfigError} naming what is missing, and what provides it */
export function loadCliConfig(environment: NodeJS.ProcessEnv): CliConfig {
  const parsed = cliEnvironment.safeParse(readEnvironment(environment, ["DATABASE_URL"]));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  - ${issue.message}`);
  throw new ConfigError(
    `The pipeline cannot be reached:\n${problems.join("\n")}\nStart the stack first, or set these variables.`,
  );
}
