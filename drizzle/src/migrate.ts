import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

export const migrationsFolder = fileURLToPath(new URL("../migrations", import.meta.url));

/** Any constant will do: it only has to be the same for everybody who migrates this warehouse. */
const MIGRATION_LOCK = 7_233_008;

/**
 * Brings the warehouse's schema up to date. Safe to call from several processes at once: one migrates, the others wait
 * and find nothing to do.
 * @throws Error with the remedy, where a migration knows one
 */
export async function migrateWarehouse(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: "migrate" },
  });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(sql), { migrationsFolder });
  } catch (error) {
    throw remedyOf(error) ?? error;
  } finally {
    await sql.end();
  }
}

/** A migration that cannot go on says what to do: that, and not the statement that failed, is for the user. */
function remedyOf(error: unknown): Error | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof postgres.PostgresError) || !cause.hint) return undefined;
  return new Error(`${cause.message} ${cause.hint}`, { cause: error });
}
