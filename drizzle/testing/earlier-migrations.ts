import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import journal from "../migrations/meta/_journal.json" with { type: "json" };
import { migrationsFolder } from "../src/migrate.ts";

/** The names of all migrations, in order. */
export const migrationTags = journal.entries.map(({ tag }) => tag);

/** Brings an empty database to the schema as it was when `tag` was the newest migration. */
export async function migrateUpTo(databaseUrl: string, tag: string): Promise<void> {
  const entries = journal.entries.slice(0, migrationTags.indexOf(tag) + 1);
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await mkdir(join(folder, "meta"));
    await writeFile(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
    for (const entry of entries)
      await copyFile(join(migrationsFolder, `${entry.tag}.sql`), join(folder, `${entry.tag}.sql`));
    await migrate(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end();
    await rm(folder, { recursive: true });
  }
}
