import { readFile } from "node:fs/promises";
import { createEmptyDatabase, type EmptyDatabase } from "./empty-database.ts";
import { createWarehouseDatabase } from "./warehouse-database.ts";

const readFixture = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), "utf8");

/** Creates a warehouse with the schema of the last release and rows in every table. */
export async function createReleasedWarehouse(serverUrl: string): Promise<EmptyDatabase> {
  // Its migration creates the group roles, to which the fixture grants privileges.
  await using _ = await createWarehouseDatabase(serverUrl);
  const database = await createEmptyDatabase(serverUrl);
  const schema = await readFixture("released-schema.sql");
  const data = await readFixture("released-data.sql");
  await database.sql.begin((transaction) => transaction.unsafe(`${schema} ${data}`));
  return database;
}
