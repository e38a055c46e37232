import { randomUUID } from "node:crypto";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import journal from "../migrations/meta/_journal.json" with { type: "json" };
import { describeSchema } from "../testing/describe-schema.ts";
import { createEmptyDatabase } from "../testing/empty-database.ts";
import { expectRollupsOfGold } from "../testing/expect-rollups.ts";
import { createReleasedWarehouse } from "../testing/released-warehouse.ts";
import { createWarehouseDatabase } from "../testing/warehouse-database.ts";
import { createWarehouseClient, type WarehouseClient } from "./client.ts";
import { migrateWarehouse, migrationsFolder } from "./migrate.ts";
import { warehouseRoles } from "./roles.ts";

const createEmpty = () => createEmptyDatabase(inject("postgresUrl"));
const createReleased = () => createReleasedWarehouse(inject("postgresUrl"));

/** A copy of the migrations with one more, which adds a table. */
async function createLaterMigrations(): Promise<AsyncDisposable & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "migrations-"));
  await cp(migrationsFolder, folder, { recursive: true });
  const when = Math.max(...journal.entries.map((entry) => entry.when)) + 1;
  const later = { idx: journal.entries.length, version: "7", when, tag: "later", breakpoints: true };
  const entries = [...journal.entries, later];
  await writeFile(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  await writeFile(join(folder, "later.sql"), "create table ops.later (id integer)");
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

/** The rows of every table by the columns that it has now; without the rollups, which expectRollupsOfGold compares. */
async function readAll(sql: WarehouseClient): Promise<Map<string, string[]>> {
  const tables = await sql<{ name: string; columns: string }[]>`
    select format('%I.%I', table_schema, table_name) as name,
           string_agg(format('%I', column_name), ', ' order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_catalog, table_schema, table_name)
    where table_schema in ('bronze', 'gold', 'ops') and table_type = 'BASE TABLE'
      and table_name not in ('enrichments_by_hour', 'enrichments_by_day')
    group by 1`;
  const rows = new Map<string, string[]>();
  for (const { name, columns } of tables) {
    const query = `select ${columns} from ${name}`;
    rows.set(query, await readRows(sql, query));
  }
  return rows;
}

const readRows = async (sql: WarehouseClient, query: string): Promise<string[]> =>
  (await sql.unsafe<{ row: string }[]>(`select row::text from (${query}) as row order by 1`)).map(
    ({ row }) => row,
  );

const countApplied = async (sql: WarehouseClient) =>
  (await sql`select from drizzle.__drizzle_migrations`).count;

describe("migrateWarehouse", () => {
  test("upgrades the released schema to that of a new warehouse and keeps its rows", async () => {
    await using released = await createReleased();
    const { url, sql } = released;
    const before = await readAll(sql);
    expect([...before].filter(([, rows]) => rows.length === 0)).toEqual([]);
    await migrateWarehouse(url);

    for (const [query, rows] of before) expect(await readRows(sql, query), query).toEqual(rows);
    await expectRollupsOfGold(sql);
    await using fresh = await createWarehouseDatabase(inject("postgresUrl"));
    expect(await describeSchema(sql)).toEqual(await describeSchema(fresh.sql));
  });

  test.each([
    ["the released schema", createReleased],
    ["an empty database", createEmpty],
  ])("applies later migrations to %s", async (_, createDatabase) => {
    await using database = await createDatabase();
    await using later = await createLaterMigrations();
    await migrateWarehouse(database.url, later.folder);
    expect(await database.sql`select * from ops.later`).toEqual([]);
    expect(await database.sql`select generation from ops.warehouse_state`).toEqual([{ generation: 1 }]);
  });

  test("refuses a schema older than the released one without changing it", async () => {
    await using older = await createReleased();
    await older.sql`delete from drizzle.__drizzle_migrations where id > 20`;
    const before = await describeSchema(older.sql);
    await expect(migrateWarehouse(older.url)).rejects.toThrow(
      /older schema \(20 of the 24 migrations .*\), which this version cannot upgrade\. Check out the last commit/,
    );
    expect(await describeSchema(older.sql)).toEqual(before);
    expect(await countApplied(older.sql)).toBe(20);
  });

  test("changes nothing when run again", async () => {
    await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
    const before = await describeSchema(warehouse.sql);
    const applied = await countApplied(warehouse.sql);
    await migrateWarehouse(warehouse.url);
    expect(await describeSchema(warehouse.sql)).toEqual(before);
    expect(await countApplied(warehouse.sql)).toBe(applied);
  });

  test("tells an owner who is not a superuser how to get the group roles", async () => {
    await using database = await createEmpty();
    const owner = `owner_${randomUUID().replaceAll("-", "")}`;
    await database.sql.unsafe(`create role ${owner} login password 's3cret'`);
    await database.sql.unsafe(
      `grant create on database ${new URL(database.url).pathname.slice(1)} to ${owner}`,
    );
    const url = new URL(database.url);
    url.username = owner;
    url.password = "s3cret";
    // Its migration creates the group roles.
    await using _ = await createWarehouseDatabase(inject("postgresUrl"));
    await expect(migrateWarehouse(url.href)).rejects.toThrow(
      new RegExp(`^${owner} can neither .* Have an administrator run: .* TO ${owner};`),
    );

    await database.sql.unsafe(`grant ${Object.values(warehouseRoles).join(", ")} to ${owner}`);
    await migrateWarehouse(url.href);
    for (const role of ["pipeline", "analytics"] as const) {
      const sql = createWarehouseClient(url.href, { applicationName: "test", role });
      expect(await sql`select generation, current_user as role from ops.warehouse_state`).toEqual([
        { generation: 1, role: warehouseRoles[role] },
      ]);
      await sql.end();
    }
    await database.sql.unsafe(`drop owned by ${owner} cascade`);
    await database.sql.unsafe(`drop role ${owner}`);
  });

  test("applies each migration once when several processes migrate the same and other warehouses of a server", async () => {
    await using one = await createEmpty();
    await using other = await createEmpty();
    await Promise.all([one, one, one, other, other].map(({ url }) => migrateWarehouse(url)));
    for (const { sql } of [one, other]) {
      expect(await countApplied(sql)).toBe(journal.entries.length);
      expect(await sql`select generation from ops.warehouse_state`).toEqual([{ generation: 1 }]);
    }
  });
});
