import { is } from "drizzle-orm";
import { getTableConfig, PgDialect, PgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createWarehouseDatabase, type WarehouseDatabase } from "../testing/warehouse-database.ts";
import * as bronze from "./bronze.ts";
import * as gold from "./gold.ts";
import * as ops from "./ops.ts";
import * as rollup from "./rollup.ts";

let warehouse: WarehouseDatabase;

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
});
afterAll(() => warehouse[Symbol.asyncDispose]());

const tables = [bronze, gold, rollup, ops]
  .flatMap((module): unknown[] => Object.values(module))
  .filter((value) => is(value, PgTable))
  .map((table) => {
    const { schema, name, ...config } = getTableConfig(table);
    return { ...config, name: `${schema}.${name}` };
  });

/** The quoted words of an expression, which PostgreSQL prints in another form than it was written in. */
const words = (expression: string): string[] =>
  [...expression.matchAll(/'([^']*)'/g)].map(([, word = ""]) => word);

test("the schema declares every table of the warehouse", async () => {
  const migrated = await warehouse.sql<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables where schemaname in ('bronze', 'gold', 'ops')
    order by name`;
  expect(tables.map(({ name }) => name).toSorted()).toEqual(migrated.map(({ name }) => name));
});

test.each(tables)("the migrations create $name as the schema declares it", async (table) => {
  const columns = await warehouse.sql`
    select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as "notNull",
           atthasdef or attidentity <> '' as "hasDefault"
    from pg_attribute where attrelid = ${table.name}::regclass and attnum > 0 and not attisdropped
    order by attnum`;
  expect(columns).toEqual(
    table.columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      notNull: column.notNull,
      hasDefault: column.hasDefault || column.generatedIdentity !== undefined,
    })),
  );

  const checks = await warehouse.sql<{ name: string; definition: string }[]>`
    select conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where conrelid = ${table.name}::regclass and contype = 'c' order by name`;
  const dialect = new PgDialect();
  expect(checks.map(({ name, definition }) => [name, words(definition)])).toEqual(
    table.checks
      .map(({ name, value }) => [name, words(dialect.sqlToQuery(value).sql)] as const)
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );

  const indexes = await warehouse.sql<{ name: string }[]>`
    select relname as name from pg_index join pg_class on pg_class.oid = indexrelid
    where indrelid = ${table.name}::regclass
      and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))
    order by name`;
  expect(indexes.map(({ name }) => name)).toEqual(table.indexes.map(({ config }) => config.name).toSorted());

  const foreignKeys = await warehouse.sql<{ name: string }[]>`
    select conname as name from pg_constraint where conrelid = ${table.name}::regclass and contype = 'f' order by name`;
  expect(foreignKeys.map(({ name }) => name)).toEqual(
    table.foreignKeys.map((key) => key.getName()).toSorted(),
  );
});
