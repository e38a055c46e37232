import { ConfigError, readEnvironment } from "@enrichment-monitor/environment";
import { z } from "zod";
import { MigrationRefusedError, migrateWarehouse } from "./migrate.ts";

const environmentSchema = z.object({
  DATABASE_URL: z.url({ error: "DATABASE_URL must be a postgres:// address" }),
});

try {
  const { DATABASE_URL } = environmentSchema.parse(readEnvironment(process.env, ["DATABASE_URL"]));
  await migrateWarehouse(DATABASE_URL);
  process.stdout.write("The warehouse is up to date.\n");
} catch (error) {
  const problem = explain(error);
  if (!problem) throw error;
  process.stderr.write(`${problem.message}\n`);
  process.exitCode = problem.exitCode;
}

/** Undefined for an error that nobody expects. */
function explain(error: unknown): { message: string; exitCode: number } | undefined {
  if (error instanceof z.ZodError) return { message: z.prettifyError(error), exitCode: 2 };
  if (error instanceof ConfigError) return { message: error.message, exitCode: 2 };
  if (error instanceof MigrationRefusedError) return { message: error.message, exitCode: 1 };
  return undefined;
}
