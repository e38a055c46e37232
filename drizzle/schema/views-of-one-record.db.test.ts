import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createWarehouseDatabase, type WarehouseDatabase } from "../testing/warehouse-database.ts";

let warehouse: WarehouseDatabase;

/** Two versions each of 10,000 records, 100 per request: enough that the planner uses indexes for one record. */
beforeAll(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  await warehouse.sql.unsafe(`
    insert into ops.runs (run_id, generation, variant, kind, trigger, workflow_id)
    values (md5('run')::uuid, 1, 'modular', 'backfill', 'start', 'w');
    insert into ops.batches (batch_id, run_id, first_version_id, last_version_id, versions, transformed_at)
    values (1, md5('run')::uuid, 1, 20000, 20000, now());
    insert into bronze.fetches (fetch_id, run_id, workflow_id, workflow_run_id, activity_type, attempt, request,
                                requested_at, duration_ms)
    select n, md5('run')::uuid, 'w', 'r', 'readSlice', 1, '/', now(), 1 from generate_series(1, 200) as n;
    insert into bronze.enrichment_versions (version_id, record_key, fetch_id, batch_id, observed_at, payload)
    select n, md5('job' || n % 10000)::uuid, 1 + n / 101, 1, now() + n * interval '1 second',
           '{"created_at": "2026-01-05T00:00:00Z", "updated_at": "2026-01-05T00:00:00Z"}'
    from generate_series(1, 20000) as n;
    insert into bronze.enrichment_heads
    select record_key, max(version_id), 0, min(observed_at), max(observed_at)
    from bronze.enrichment_versions group by record_key`);
  await warehouse.sql`analyze`;
});
afterAll(() => warehouse[Symbol.asyncDispose]());

interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  Plans?: PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

test.each(["enrichments_history", "enrichments_lineage"])(
  "gold.%s reads only the versions of the requested record",
  async (view) => {
    const [explained] = await warehouse.sql.unsafe<{ "QUERY PLAN": [{ Plan: PlanNode }] }[]>(`
    explain (analyze, format json)
    select * from gold.${view} where id_enriquecimento = md5('job77')::uuid`);
    const nodes = explained ? nodesOf(explained["QUERY PLAN"][0].Plan) : [];
    const reads = nodes.filter((node) => node["Relation Name"]?.startsWith("enrichment_"));
    expect(reads).not.toEqual([]);
    for (const read of reads) {
      expect(read["Node Type"]).not.toBe("Seq Scan");
      expect(read["Actual Rows"]).toBeLessThanOrEqual(2);
    }
  },
);
