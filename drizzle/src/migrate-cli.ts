import { z } from "zod";
import { MigrationRefusedError, migrateWarehouse } from "./migrate.ts";

const environment = z.object({
  DATABASE_URL: z.url({ error: "DATABASE_URL must be a postgres:// address" }),
});

const parsed = environment.safeParse(process.env);
if (parsed.success) {
  try {
    await migrateWarehouse(parsed.data.DATABASE_URL);
    process.stdout.write("The warehouse is up to date.\n");
  } catch (error) {
    if (!(error instanceof MigrationRefusedError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`${z.prettifyError(parsed.error)}\n`);
  process.exitCode = 2;
}
