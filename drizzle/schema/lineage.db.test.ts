import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { createWarehouseDatabase, type WarehouseDatabase } from "../testing/warehouse-database.ts";

const RUN = "0198a3c0-0000-7000-8000-000000000001";
const SHOWN = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
const NEVER_SHOWN = "e6bb64bf-46e4-410d-8406-c61e267ea607";

let warehouse: WarehouseDatabase;

/** A record with two versions from two requests, the newer one rejected; and a record with only a rejected version. */
beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  await warehouse.sql.unsafe(`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id, started_at)
    values ('${RUN}', 1, 'modular', 'incremental', 'schedule', 'enrichment-pipeline-1', '2026-01-05T00:00Z');
    insert into bronze.fetches (fetch_id, run_id, workflow_id, workflow_run_id, activity_type, attempt, request,
                                http_status, requested_at, duration_ms)
    select n, '${RUN}', 'bronze-ingest', 'w' || n, 'readSlice', n, '/v1/enrichments?limit=100&page=' || n, 200,
           '2026-01-05T00:00Z'::timestamptz + n * interval '1 second', 10 * n
    from generate_series(1, 2) as n;
    insert into ops.batches (batch_id, run_id, first_version_id, last_version_id, versions, transformed_at)
    values (1, '${RUN}', 1, 3, 3, now());
    insert into bronze.enrichment_versions (version_id, record_key, previous_version_id, fetch_id, batch_id,
                                            observed_at, payload)
    values (1, '${SHOWN}', null, 1, 1, '2026-01-05T00:00:01Z', '{"status": "COMPLETED"}'),
           (2, '${SHOWN}', 1, 2, 1, '2026-01-05T00:00:02Z', '{"status" : "DONE"}'),
           (3, '${NEVER_SHOWN}', null, 2, 1, '2026-01-05T00:00:02Z', '{}');
    insert into bronze.enrichment_heads (record_key, version_id, content_hash, dw_ingested_at, dw_updated_at)
    values ('${SHOWN}', 2, 0, '2026-01-05T00:00:01Z', '2026-01-05T00:00:02Z'),
           ('${NEVER_SHOWN}', 3, 0, '2026-01-05T00:00:02Z', '2026-01-05T00:00:02Z');
    insert into ops.rejected_records (version_id, record_key, run_id, rule, field, payload)
    values (2, '${SHOWN}', '${RUN}', 'status_unknown', 'status', '{"status" : "DONE"}'),
           (3, '${NEVER_SHOWN}', '${RUN}', 'id_not_a_uuid', 'id', '{}');
    insert into gold.enrichments
    values ('${SHOWN}', '${SHOWN}', 'Aço', 1, 'PESSOA', 'CONCLUIDO', now(), now(), 0, 0, true, 'PEQUENO', false,
            now(), 1, '${RUN}')`);
});
afterEach(() => warehouse[Symbol.asyncDispose]());

const lineageOf = (id: string) => warehouse.sql`
  select *, payload::text as payload from gold.enrichments_lineage
  where id_enriquecimento = ${id} order by id_versao_bronze`;

describe("gold.enrichments_lineage", () => {
  test("links a row of gold to its payloads, requests and runs", async () => {
    const [shown, rejected, ...more] = await lineageOf(SHOWN);
    expect(more).toEqual([]);
    expect(shown).toMatchObject({
      id_versao_bronze: 1,
      previous_version_id: null,
      payload: '{"status": "COMPLETED"}',
      in_gold: true,
      rule: null,
      request: "/v1/enrichments?limit=100&page=1",
      page_number: 1,
      http_status: 200,
      attempt: 1,
      activity_type: "readSlice",
      workflow_id: "bronze-ingest",
      workflow_run_id: "w1",
      requested_at: new Date("2026-01-05T00:00:01Z"),
      duration_ms: 10,
      run_id: RUN,
      run_number: 1,
      run_trigger: "schedule",
      run_workflow_id: "enrichment-pipeline-1",
      run_started_at: new Date("2026-01-05T00:00:00Z"),
      dw_ingested_at: new Date("2026-01-05T00:00:01Z"),
      dw_updated_at: new Date("2026-01-05T00:00:02Z"),
      deleted_at: null,
    });
    expect(rejected).toMatchObject({
      id_versao_bronze: 2,
      previous_version_id: 1,
      payload: '{"status" : "DONE"}',
      in_gold: false,
      rule: "status_unknown",
      field: "status",
      page_number: 2,
      attempt: 2,
    });
  });

  test("includes records that are not in gold", async () => {
    const lineage = await lineageOf(NEVER_SHOWN);
    expect(lineage).toMatchObject([
      { id_versao_bronze: 3, in_gold: false, rule: "id_not_a_uuid", run_number: 1 },
    ]);
  });

  test("keeps a version whose request was purged", async () => {
    await warehouse.sql`delete from bronze.fetches where fetch_id = 1`;
    const [shown] = await lineageOf(SHOWN);
    expect(shown).toMatchObject({ in_gold: true, fetch_id: 1, request: null, run_id: null });
  });
});

describe("ops.fetches", () => {
  test("has no page number if the request names none", async () => {
    await warehouse.sql`update bronze.fetches set request = '/v1/enrichments?items_per_page=3' where fetch_id = 1`;
    expect(
      await warehouse.sql`select fetch_id, run_number, page_number from ops.fetches order by fetch_id`,
    ).toEqual([
      { fetch_id: 1, run_number: 1, page_number: null },
      { fetch_id: 2, run_number: 1, page_number: 2 },
    ]);
  });
});
