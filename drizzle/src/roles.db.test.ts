import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createWarehouseDatabase, type WarehouseDatabase } from "../testing/warehouse-database.ts";
import { createWarehouseClient, type WarehouseClient } from "./client.ts";
import { warehouseRoles } from "./roles.ts";

const INSUFFICIENT_PRIVILEGE = "42501";

let warehouse: WarehouseDatabase;
let clients: Record<keyof typeof warehouseRoles, WarehouseClient>;
let relations: { schema: string; name: string; kind: string }[];

beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  const analytics = createWarehouseClient(warehouse.url, { applicationName: "test", role: "analytics" });
  clients = { pipeline: warehouse.pipelineSql, analytics };
  relations = await warehouse.sql`
    select schemaname as schema, tablename as name, 'table' as kind from pg_tables
    where schemaname in ('bronze', 'gold', 'ops')
    union all
    select schemaname, viewname, 'view' from pg_views where schemaname in ('bronze', 'gold', 'ops')`;
});
afterAll(async () => {
  await clients.analytics.end({ timeout: 5 });
  await warehouse[Symbol.asyncDispose]();
});

const refused = { code: INSUFFICIENT_PRIVILEGE };
/** Tries the statement instead of reading the catalog, so that a missing privilege shows. */
const attempt = async (sql: WarehouseClient, statement: string): Promise<string> => {
  try {
    await sql.begin(async (transaction) => {
      await transaction.unsafe(statement);
      throw new Error("undo");
    });
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === INSUFFICIENT_PRIVILEGE) return "refused";
    if (error instanceof Error && error.message === "undo") return "allowed";
    throw error;
  }
  throw new Error("The transaction was committed.");
};
const attemptAll = async (
  sql: WarehouseClient,
  statement: (relation: string) => string,
  chosen: typeof relations,
): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      chosen.map(async ({ schema, name }) => [
        `${schema}.${name}`,
        await attempt(sql, statement(`${schema}.${name}`)),
      ]),
    ),
  );
const all = (chosen: typeof relations, outcome: string) =>
  Object.fromEntries(chosen.map(({ schema, name }) => [`${schema}.${name}`, outcome]));

describe("the analytics role", () => {
  test("reads every table and view of gold and ops", async () => {
    const readable = relations.filter(({ schema }) => schema !== "bronze");
    expect(await attemptAll(clients.analytics, (name) => `select * from ${name} limit 0`, readable)).toEqual(
      all(readable, "allowed"),
    );
  });

  test("cannot read bronze", async () => {
    const raw = relations.filter(({ schema }) => schema === "bronze");
    expect(raw.length).toBeGreaterThan(3);
    expect(await attemptAll(clients.analytics, (name) => `select * from ${name} limit 0`, raw)).toEqual(
      all(raw, "refused"),
    );
  });

  test("deletes from the set-asides only", async () => {
    const tables = relations.filter(({ kind }) => kind === "table");
    const setAsides = tables.filter(({ name }) => name === "set_asides");
    expect(await attemptAll(clients.analytics, (name) => `delete from ${name}`, tables)).toEqual({
      ...all(tables, "refused"),
      ...all(setAsides, "allowed"),
    });
  });

  test("cannot truncate any table", async () => {
    const tables = relations.filter(({ kind }) => kind === "table");
    expect(await attemptAll(clients.analytics, (name) => `truncate ${name}`, tables)).toEqual(
      all(tables, "refused"),
    );
  });

  test("cannot insert, update or create anything else", async () => {
    const { analytics } = clients;
    await expect(analytics`update ops.warehouse_state set generation = 2`).rejects.toMatchObject(refused);
    await expect(analytics`insert into ops.sightings (run_id, record_key, content_hash)
      values (gen_random_uuid(), gen_random_uuid(), 1)`)
      .rejects //
      .toMatchObject(refused);
    await expect(analytics`create table gold.mine (id int)`).rejects.toMatchObject(refused);
  });
});

describe("the pipeline role", () => {
  test("reads every table and view", async () => {
    expect(await attemptAll(clients.pipeline, (name) => `select * from ${name} limit 0`, relations)).toEqual(
      all(relations, "allowed"),
    );
  });

  test("truncates every table, including the rollups of gold", async () => {
    const referenced = ["runs", "alerts"];
    const tables = relations.filter(({ kind, name }) => kind === "table" && !referenced.includes(name));
    expect(await attemptAll(clients.pipeline, (name) => `truncate ${name}`, tables)).toEqual(
      all(tables, "allowed"),
    );
  });

  test.each([
    ["drop table", (name: string) => `drop table ${name} cascade`],
    ["alter table", (name: string) => `alter table ${name} add column mine int`],
    ["index", (name: string) => `create index on ${name} ((1))`],
    ["disable triggers of", (name: string) => `alter table ${name} disable trigger user`],
  ])("cannot %s any table", async (_, statement) => {
    const tables = relations.filter(({ kind }) => kind === "table");
    expect(await attemptAll(clients.pipeline, statement, tables)).toEqual(all(tables, "refused"));
  });

  test("cannot create tables in a schema or drop it", async () => {
    for (const schema of ["bronze", "gold", "ops"]) {
      expect(await attempt(clients.pipeline, `create table ${schema}.mine (id int)`)).toBe("refused");
      expect(await attempt(clients.pipeline, `drop schema ${schema} cascade`)).toBe("refused");
    }
  });

  test("inserts and deletes what the source sent, but cannot update it", async () => {
    for (const name of ["bronze.enrichment_versions", "bronze.fetches"]) {
      expect(await attempt(clients.pipeline, `update ${name} set fetch_id = fetch_id`)).toBe("refused");
      expect(await attempt(clients.pipeline, `delete from ${name}`)).toBe("allowed");
    }
  });
});

describe("group roles", () => {
  test("own nothing, cannot log in and have no privileges on the server", async () => {
    const names = Object.values(warehouseRoles);
    const roles = await warehouse.sql`
      select rolname, rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,
             exists (select from pg_class where relowner = pg_roles.oid) as owns
      from pg_roles where rolname = any(${names}) order by rolname`;
    const nothing = {
      rolcanlogin: false,
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      owns: false,
    };
    expect(roles).toEqual(names.toSorted().map((rolname) => ({ rolname, ...nothing })));
  });

  test("have privileges on tables of later migrations", async () => {
    await warehouse.sql`create table ops.later (id bigint generated by default as identity)`;
    expect(await attempt(clients.analytics, "select from ops.later")).toBe("allowed");
    expect(await attempt(clients.analytics, "delete from ops.later")).toBe("refused");
    expect(await attempt(clients.pipeline, "insert into ops.later default values")).toBe("allowed");
    await warehouse.sql`drop table ops.later`;
  });

  test("can be set by a login that is a member, and by no other", async () => {
    const login = `login_${crypto.randomUUID().replaceAll("-", "")}`;
    const url = new URL(warehouse.url);
    url.username = login;
    url.password = "s3cret";
    await warehouse.sql.unsafe(`create role ${login} login noinherit password 's3cret'`);
    await warehouse.sql.unsafe(`grant ${warehouseRoles.analytics} to ${login}`);
    const member = createWarehouseClient(url.href, { applicationName: "test", role: "analytics" });
    const stranger = createWarehouseClient(url.href, { applicationName: "test", role: "pipeline" });
    expect(await member`select generation from ops.warehouse_state`).toEqual([{ generation: 1 }]);
    await expect(stranger`select 1`).rejects.toMatchObject(refused);
    await Promise.all([member.end(), stranger.end()]);
    await warehouse.sql.unsafe(`drop owned by ${login}`);
    await warehouse.sql.unsafe(`drop role ${login}`);
  });
});
