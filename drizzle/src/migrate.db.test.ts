import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { describe, expect, inject, test } from "vitest";
import { migrateUpTo, migrationTags } from "../testing/earlier-migrations.ts";
import { expectRollupsOfGold } from "../testing/expect-rollups.ts";
import { createWarehouseDatabase } from "../testing/warehouse-database.ts";
import { createWarehouseClient, type WarehouseClient } from "./client.ts";
import { migrateWarehouse } from "./migrate.ts";
import { warehouseRoles } from "./roles.ts";

interface EmptyDatabase extends AsyncDisposable {
  url: string;
  sql: WarehouseClient;
}

async function createEmptyDatabase(): Promise<EmptyDatabase> {
  const admin = postgres(inject("postgresUrl"), { max: 1, onnotice: () => {} });
  const database = `migrated_${randomUUID().replaceAll("-", "")}`;
  await admin.unsafe(`create database ${database}`);
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${database}`;
  const sql = createWarehouseClient(url.href, { applicationName: "test" });
  return {
    url: url.href,
    sql,
    async [Symbol.asyncDispose]() {
      await sql.end({ timeout: 5 });
      await admin.unsafe(`drop database ${database} with (force)`);
      await admin.end();
    },
  };
}

/** Renames an outcome, and empties ops.sightings, which last for one run. */
const RUN_FINDINGS = "0019_run_findings";

/**
 * What a pipeline leaves: 200 jobs in two versions each, over some days and both sides of midnight, brought by four runs;
 * rejects, open and resolved; a deleted record; a batch that waits to be transformed. In columns that were always there.
 */
const fill = (sql: WarehouseClient, tag: string) =>
  sql.begin((transaction) =>
    transaction.unsafe(`
      insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, started_at, finished_at, outcome, balanced)
      select md5('run' || n)::uuid, 1, 'modular', 'incremental', 'schedule', 'enrichment-pipeline-' || n, at, at + interval '4 s',
             case n when 3 then '${tag < RUN_FINDINGS ? "unbalanced" : "incomplete"}' else 'succeeded' end, n <> 3
      from generate_series(1, 4) as n, lateral (select timestamptz '2026-01-05 12:00Z' + n * interval '5 min' as at) as started;
      insert into ops.slices (run_id, slice_no, walk, cursor_at, records_read, finished_at)
      select run_id, 1, 'keyset', started_at, 100, finished_at from ops.runs;
      ${tag < RUN_FINDINGS ? "insert into ops.sightings select run_id, md5('job1')::uuid from ops.runs where outcome = 'unbalanced';" : ""}
      insert into ops.batches (run_id, first_version_id, last_version_id, versions, committed_at, transformed_at)
      select run_id, 100 * run_number - 99, 100 * run_number, 100, finished_at, case when run_number < 4 then finished_at end
      from ops.runs order by run_number;
      insert into bronze.fetches (run_id, workflow_id, workflow_run_id, activity_type, attempt, request, http_status, failure,
                                  rows, new_versions, requested_at, duration_ms, retry_after)
      select run_id, 'bronze-ingest', 'r', 'readSlice', 1 + k, '/v1/enrichments?page=1&limit=100',
             case k when 0 then 200 else 429 end, case k when 1 then 'too many requests' end,
             case k when 0 then 100 else 0 end, case k when 0 then 100 else 0 end, started_at, 12, case k when 1 then '2' end
      from ops.runs cross join generate_series(0, 1) as k order by run_number, k;
      insert into bronze.enrichment_versions (record_key, previous_version_id, fetch_id, batch_id, observed_at, payload)
      select md5('job' || (v - 1) % 200)::uuid, case when v > 200 then v - 200 end, 2 * batch_id - 1, batch_id, committed_at,
             json_build_object('id', md5('job' || (v - 1) % 200)::uuid, 'workspace_name', ' Aço ', 'total_contacts', v,
                               'status', case when v > 200 then 'COMPLETED' else 'PROCESSING' end,
                               'created_at', '2026-01-05T02:00:00Z', 'updated_at', '2026-01-05T03:00:00Z')
      from generate_series(1, 400) as v join ops.batches on batch_id = 1 + (v - 1) / 100 order by v;
      insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at, deleted_at)
      select record_key, max(version_id), max(version_id), min(observed_at), max(observed_at),
             case max(version_id) when 210 then max(observed_at) + interval '1 s' end
      from bronze.enrichment_versions group by record_key;
      insert into ops.rejected_records (version_id, record_key, run_id, rule, field, payload, resolved_at, resolved_by_version_id)
      select version_id, record_key, md5('run1')::uuid, 'status_unknown', 'status', payload,
             case when version_id < 5 then now() end, case when version_id < 5 then version_id + 200 end
      from bronze.enrichment_versions where version_id < 9;
      insert into gold.enrichments
      select record_key, md5('workspace' || version_id % 7)::uuid, 'Aço', version_id,
             case when version_id % 2 = 0 then 'PESSOA' else 'EMPRESA' end,
             (array['EM_PROCESSAMENTO', 'CONCLUIDO', 'FALHOU', 'CANCELADO'])[1 + version_id % 4], created, created + took,
             minutes, minutes / version_id, version_id % 4 = 1,
             case when version_id < 100 then 'PEQUENO' when version_id <= 500 then 'MEDIO' else 'GRANDE' end,
             version_id % 4 > 1, now(), version_id, md5('run3')::uuid
      from bronze.enrichment_versions
      cross join lateral (select timestamptz '2026-01-04 23:10Z' + version_id * interval '17 min' as created,
                                 version_id * interval '13.5 s' as took) as times
      cross join lateral (select extract(epoch from took)::double precision / 60 as minutes) as lasted
      where version_id between 9 and 300 and version_id <> 210
        and not exists (select from bronze.enrichment_versions as newer
                        where newer.record_key = enrichment_versions.record_key
                          and newer.version_id between enrichment_versions.version_id + 1 and 300);
      insert into ops.source_fields (field, json_type, expected, first_seen_run_id, example)
      values ('status', 'string', true, md5('run1')::uuid, '"PROCESSING"');
      update ops.warehouse_state set watermark = '2026-01-05 12:20Z', data_version = 3`),
  );

/** Every row of every table, in the columns that there are now; without the rollups, which are what gold says. */
async function readAll(sql: WarehouseClient): Promise<Map<string, string[]>> {
  const tables = await sql<{ name: string; columns: string }[]>`
    select format('%I.%I', table_schema, table_name) as name,
           string_agg(format('%I', column_name), ', ' order by ordinal_position) as columns
    from information_schema.columns join information_schema.tables using (table_catalog, table_schema, table_name)
    where table_schema in ('bronze', 'gold', 'ops') and table_type = 'BASE TABLE'
      and table_name !~ '^enrichments_(hourly|daily|monthly|by_hour|by_day)'
    group by 1`;
  const rows = new Map<string, string[]>();
  for (const { name, columns } of tables)
    rows.set(`${columns} from ${name}`, await readRows(sql, `${columns} from ${name}`));
  return rows;
}

const readRows = async (sql: WarehouseClient, what: string): Promise<string[]> =>
  (await sql.unsafe<{ row: string }[]>(`select row::text from (select ${what}) as row order by 1`)).map(
    ({ row }) => row,
  );

/** Tables, views, functions and triggers, and who may do what with them. */
const describeSchema = (sql: WarehouseClient) => sql`
  select oid::regclass::text as name, relkind::text as kind, relacl::text as rights
  from pg_class where relnamespace in ('bronze'::regnamespace, 'gold'::regnamespace, 'ops'::regnamespace)
  union all
  select oid::regprocedure::text, prokind::text, pg_get_functiondef(oid)
  from pg_proc where pronamespace in ('bronze'::regnamespace, 'gold'::regnamespace, 'ops'::regnamespace)
  union all
  select tgname || ' on ' || tgrelid::regclass, 'trigger', pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
  union all
  select nspname, 'schema', nspacl::text from pg_namespace where nspname in ('bronze', 'gold', 'ops')
  order by 1, 2`;

/** The rows as later migrations mean them: an outcome was renamed, and sightings, which last for one run, are dropped. */
function meantNow(what: string, rows: string[]): string[] {
  if (what.endsWith("ops.sightings")) return [];
  if (!what.endsWith("ops.runs")) return rows;
  return rows.map((row) => row.replace(",unbalanced,", ",incomplete,"));
}

const countApplied = async (sql: WarehouseClient) =>
  (await sql`select from drizzle.__drizzle_migrations`).count;

describe("migrateWarehouse", () => {
  test.each(migrationTags.slice(1, -1))("brings a filled warehouse on from %s", async (tag) => {
    await using database = await createEmptyDatabase();
    const { url, sql } = database;
    await migrateUpTo(url, tag);
    await fill(sql, tag);
    const before = await readAll(sql);
    await migrateWarehouse(url);

    for (const [what, rows] of before) expect(await readRows(sql, what), what).toEqual(meantNow(what, rows));
    expect(before.size).toBeGreaterThan(10);
    await expectRollupsOfGold(sql);
    expect(await countApplied(sql)).toBe(migrationTags.length);
    await using fresh = await createWarehouseDatabase(inject("postgresUrl"));
    expect(await describeSchema(sql)).toEqual(await describeSchema(fresh.sql));
  });

  test("does nothing the second time", async () => {
    await using warehouse = await createWarehouseDatabase(inject("postgresUrl"));
    const before = await describeSchema(warehouse.sql);
    await migrateWarehouse(warehouse.url);
    expect(await describeSchema(warehouse.sql)).toEqual(before);
    expect(await countApplied(warehouse.sql)).toBe(migrationTags.length);
  });

  test("by an owner who is no superuser needs the group roles, and says how to come by them", async () => {
    await using database = await createEmptyDatabase();
    const owner = `owner_${randomUUID().replaceAll("-", "")}`;
    await database.sql.unsafe(`create role ${owner} login password 's3cret'`);
    await database.sql.unsafe(
      `grant create on database ${new URL(database.url).pathname.slice(1)} to ${owner}`,
    );
    const url = new URL(database.url);
    url.username = owner;
    url.password = "s3cret";
    // Other tests of this server have made the roles.
    await using _ = await createWarehouseDatabase(inject("postgresUrl"));
    await expect(migrateWarehouse(url.href)).rejects.toThrow(
      new RegExp(`^${owner} may neither .* Have an administrator run: .* TO ${owner};`),
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

  test("from several processes at once, to the same warehouse and to others of the server, applies each once", async () => {
    await using one = await createEmptyDatabase();
    await using other = await createEmptyDatabase();
    await Promise.all([one, one, one, other, other].map(({ url }) => migrateWarehouse(url)));
    for (const { sql } of [one, other]) {
      expect(await countApplied(sql)).toBe(migrationTags.length);
      expect(await sql`select generation from ops.warehouse_state`).toEqual([{ generation: 1 }]);
    }
  });
});
