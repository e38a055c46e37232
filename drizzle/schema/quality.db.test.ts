import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { createWarehouseDatabase, type WarehouseDatabase } from "../testing/warehouse-database.ts";

const run = (n: number): string => `0198a3c0-0000-7000-8000-00000000000${n}`;

let warehouse: WarehouseDatabase;

/** Three runs of half a minute, started ten, five and zero minutes ago. The last one is still running. */
beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  await warehouse.sql`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, started_at, finished_at, outcome)
    select id::uuid, 1, 'modular', 'incremental', 'schedule', 'w', started_at,
           case when n < 3 then started_at + interval '30 seconds' end,
           case when n < 3 then 'succeeded' else 'running' end
    from unnest(${[run(1), run(2), run(3)]}::text[]) with ordinality as run(id, n)
    cross join lateral (select now() - (3 - n) * interval '5 minutes' as started_at) as time
    order by n`;
});
afterEach(() => warehouse[Symbol.asyncDispose]());

test("ops.rejects_by_rule counts open, resolved and recent rejects and shows the latest of each rule", async () => {
  await warehouse.sql`
    insert into ops.rejected_records (version_id, record_key, run_id, rule, field, payload, rejected_at, resolved_at)
    select version_id, md5('job' || version_id)::uuid, ${run(1)}, rule, 'status', json_build_object('n', version_id),
           now() - age, resolved_at
    from (values (1, 'status_unknown', interval '25 hours', now()),
                 (2, 'status_unknown', interval '23 hours', null),
                 (3, 'status_unknown', interval '1 hour', null),
                 (4, 'total_contacts_negative', interval '2 days', now())) as reject(version_id, rule, age, resolved_at)`;
  const rules = await warehouse.sql`
    select rule, open, resolved, last_24_hours, last_version_id, last_payload,
           last_record_key = md5('job' || last_version_id)::uuid as its_record
    from ops.rejects_by_rule order by rule`;
  expect(rules).toEqual([
    {
      rule: "status_unknown",
      open: 2,
      resolved: 1,
      last_24_hours: 2,
      last_version_id: 3,
      last_payload: { n: 3 },
      its_record: true,
    },
    {
      rule: "total_contacts_negative",
      open: 0,
      resolved: 1,
      last_24_hours: 0,
      last_version_id: 4,
      last_payload: { n: 4 },
      its_record: true,
    },
  ]);
});

test("ops.schema_versions starts a new version with every run that saw a new field or type", async () => {
  await warehouse.sql`
    insert into ops.source_fields (field, json_type, expected, first_seen_run_id)
    values ('id', 'string', true, ${run(1)}), ('status', 'string', true, ${run(1)}),
           ('id', 'number', false, ${run(3)})`;
  const versions = await warehouse.sql`
    select schema_version, field, json_type, expected, first_seen_run_number
    from ops.schema_versions order by schema_version, field`;
  expect(versions.map((row) => Object.values(row))).toEqual([
    [1, "id", "string", true, 1],
    [1, "status", "string", true, 1],
    [2, "id", "number", false, 3],
  ]);
});

describe("ops.freshness", () => {
  test("splits the watermark's age into three waits", async () => {
    await warehouse.sql`
      update ops.warehouse_state
      set watermark = (select started_at - interval '20 seconds' from ops.runs where run_number = 2)`;
    await warehouse.sql`
      insert into ops.batches (run_id, first_version_id, last_version_id, versions, committed_at, transformed_at)
      values (${run(2)}, 1, 1, 1, now() - interval '3 minutes', now()),
             (${run(3)}, 2, 2, 1, now() - interval '1 minute', null)`;
    const [freshness] = await warehouse.sql`
      select last_success_run_number, lag_at_start::text, run_duration::text,
             lag_at_start + run_duration + since_last_success = watermark_age as adds_up,
             watermark_age > interval '5 minutes' as aged,
             waiting_for_gold between interval '1 minute' and interval '2 minutes' as waits_for_gold
      from ops.freshness`;
    expect(freshness).toEqual({
      last_success_run_number: 2,
      lag_at_start: "00:00:20",
      run_duration: "00:00:30",
      adds_up: true,
      aged: true,
      waits_for_gold: true,
    });
  });

  test("counts a run with findings", async () => {
    await warehouse.sql`
      update ops.runs set finished_at = now(), outcome = 'succeeded_with_findings' where run_number = 3`;
    expect(await warehouse.sql`select last_success_run_number from ops.freshness`).toEqual([
      { last_success_run_number: 3 },
    ]);
  });

  test("ignores successful runs before a reset", async () => {
    await warehouse.sql`update ops.warehouse_state set generation = 2, watermark = null`;
    expect(
      await warehouse.sql`
      select watermark_age, last_success_run_number, waiting_for_gold, since_last_success from ops.freshness`,
    ).toEqual([
      {
        watermark_age: null,
        last_success_run_number: null,
        waiting_for_gold: null,
        since_last_success: null,
      },
    ]);
  });
});

test("ops.conservation shows both counts of every finished run", async () => {
  await warehouse.sql`
    update ops.runs set source_records = 10, gold_records = 7, rejected_records = 1, balanced = false, outcome = 'incomplete'
    where run_number = 2`;
  const runs = await warehouse.sql`
    select run_number, outcome, source_records, gold_records, rejected_records, difference, balanced
    from ops.conservation order by run_number`;
  expect(runs.map((row) => Object.values(row))).toEqual([
    [1, "succeeded", null, null, null, null, null],
    [2, "incomplete", 10, 7, 1, 2, false],
  ]);
});

test("ops.suspected_duplicates groups jobs of one workspace, creation time, type and number of contacts", async () => {
  await warehouse.sql`
    insert into gold.enrichments
    select md5('job' || n)::uuid, md5(workspace)::uuid, workspace, contacts, type, 'CONCLUIDO', created, created, 0, null,
           true, 'PEQUENO', false, now(), n, ${run(1)}
    from (values (1, 'A', 10, 'PESSOA', '2026-01-05T00:00:00Z'::timestamptz),
                 (2, 'A', 10, 'PESSOA', '2026-01-05T00:00:00Z'),
                 (3, 'A', 11, 'PESSOA', '2026-01-05T00:00:00Z'),
                 (4, 'A', 10, 'EMPRESA', '2026-01-05T00:00:00Z'),
                 (5, 'A', 10, 'PESSOA', '2026-01-05T00:00:01Z'),
                 (6, 'B', 10, 'PESSOA', '2026-01-05T00:00:00Z')) as job(n, workspace, contacts, type, created)`;
  const duplicates = await warehouse.sql`
    select total_contatos, tipo_contato, total_enriquecimentos,
           ids_enriquecimento @> array[md5('job1')::uuid, md5('job2')::uuid] as both
    from ops.suspected_duplicates`;
  expect(duplicates).toEqual([
    { total_contatos: 10, tipo_contato: "PESSOA", total_enriquecimentos: 2, both: true },
  ]);
});

test("ops.deletions gives the run and the window that led to a deletion, and whether it lasts", async () => {
  const found = new Date("2026-01-05T00:10:00Z");
  await warehouse.sql`
    insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at, deleted_at)
    select md5(name)::uuid, 1, 0, now(), now(), case when name <> 'returned' then ${found}::timestamptz end
    from unnest(array['counted', 'read', 'returned']) as record(name)`;
  await warehouse.sql`
    insert into bronze.deletions (record_key, deleted_at, run_id)
    select md5(name)::uuid, ${found}, ${run(1)} from unnest(array['counted', 'read', 'returned']) as record(name)`;
  await warehouse.sql`
    insert into ops.proof_windows (run_id, window_no, origin, from_at, to_at, source_records, warehouse_records,
                                   difference_from, difference_to, verdict)
    values (${run(1)}, 4, 'half', '2026-01-01T00:00Z', null, 95, 96, -1, 0, 'healed')`;
  await warehouse.sql`
    insert into ops.differences (run_id, record_key, kind, window_no)
    values (${run(1)}, md5('counted')::uuid, 'gone', 4), (${run(1)}, md5('read')::uuid, 'changed', 4)`;
  const deletions = await warehouse.sql`
    select record_key = md5('counted')::uuid as counted, reason, is_current, run_number, window_no, from_at, to_at,
           source_records, warehouse_records
    from ops.deletions order by counted desc, is_current desc`;
  const byCompleteRead = {
    counted: false,
    reason: "gone",
    is_current: true,
    run_number: 1,
    window_no: null,
    from_at: null,
    to_at: null,
    source_records: null,
    warehouse_records: null,
  };
  expect(deletions).toEqual([
    {
      ...byCompleteRead,
      counted: true,
      window_no: 4,
      from_at: new Date("2026-01-01T00:00Z"),
      source_records: 95,
      warehouse_records: 96,
    },
    byCompleteRead,
    { ...byCompleteRead, is_current: false },
  ]);
});
