import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

export const migrationsFolder = fileURLToPath(new URL("../migrations", import.meta.url));

/** An arbitrary number; all processes that migrate this warehouse must use the same. */
const MIGRATION_LOCK = 7_233_008;

/** The message says what to do. */
export class MigrationRefusedError extends Error {}

/**
 * Brings the warehouse's schema up to date. Safe to call from several processes at once: one migrates, the others wait
 * and find nothing to do.
 * @throws MigrationRefusedError if the user has to do something first
 */
export async function migrateWarehouse(databaseUrl: string, folder = migrationsFolder): Promise<void> {
  const sql = postgres(databaseUrl, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: "migrate" },
  });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await refuseOlderSchema(sql, folder);
    await migrate(drizzle(sql), { migrationsFolder: folder });
  } catch (error) {
    throw remedyOf(error) ?? error;
  } finally {
    await sql.end();
  }
}

/**
 * The first migration replaced 24 earlier ones and has the time of the last of them, so drizzle skips it if all 24 are applied. A
 * warehouse with fewer of them cannot be upgraded.
 */
async function refuseOlderSchema(sql: postgres.Sql, folder: string): Promise<void> {
  const [first] = readMigrationFiles({ migrationsFolder: folder });
  const [exists] =
    await sql`select from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations'`;
  if (!first || !exists) return;
  const [applied] = await sql<[{ count: number; newest: string | null }]>`
    select count(*)::integer as count, max(created_at) as newest from drizzle.__drizzle_migrations`;
  if (applied.newest === null || Number(applied.newest) >= first.folderMillis) return;
  throw new MigrationRefusedError(
    `The warehouse has an older schema (${applied.count} of the 24 migrations that 0000_warehouse.sql replaced), which this version cannot upgrade. Check out the last commit that has drizzle/migrations/0023_readable_rollups.sql, run drizzle/src/migrate-cli.ts there, and start this version again. Or use an empty database (\`npx pnpm@12 start --fresh\` empties the embedded one): the first run reads everything from the source again.`,
  );
}

/** The message and the hint that a migration raised, without the statement that failed. */
function remedyOf(error: unknown): MigrationRefusedError | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof postgres.PostgresError) || !cause.hint) return undefined;
  return new MigrationRefusedError(`${cause.message} ${cause.hint}`, { cause: error });
}
