import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { createMemorySource, type Entry, idOf, type MemorySource } from "../../testing/memory-source.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

/** Jobs of a day, the newest an hour ago. */
const JOBS = 2_000;
const PAGE = 5;
const NOW = new Date();
const NEWEST = Math.floor(NOW.getTime() / 1_000) - 3_600;

let warehouse: WarehouseDatabase;
let source: MemorySource;
let pipeline: ReturnType<typeof createPipeline>;

const original = (job: number): Entry => {
  const createdAt = NEWEST - (JOBS - job) * 40;
  return { job, createdAt, updatedAt: createdAt + 20, contacts: job };
};

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  source = createMemorySource(() => new Date());
  source.entries = Array.from({ length: JOBS }, (_, job) => original(job));
  pipeline = createPipeline({ sql: warehouse.sql, source, pageSize: PAGE });
  await pipeline.run();
  return () => warehouse[Symbol.asyncDispose]();
});

async function expectGoldEqualsSource(): Promise<void> {
  const newest = new Map<string, Entry>();
  for (const entry of source.entries) {
    const known = newest.get(idOf(entry.job));
    if (!known || known.updatedAt < entry.updatedAt) newest.set(idOf(entry.job), entry);
  }
  const expected = [...newest].map(([id, { updatedAt, contacts }]) => ({ id, updatedAt, contacts }));
  const gold = await warehouse.sql`
    select id_enriquecimento::text as id, extract(epoch from data_atualizacao)::bigint as "updatedAt", total_contatos as contacts
    from gold.enrichments`;
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  expect([...gold].sort((a, b) => byId(a as never, b as never))).toEqual(expected.sort(byId));
}

const proofOf = async (runNumber: number) => {
  const [proof] = await warehouse.sql`
    select verdict, proofs.requests, proofs.source_records as source, proofs.warehouse_records as warehouse,
           (select json_agg(json_build_object('kind', kind, 'id', record_key)) from ops.differences where differences.run_id = proofs.run_id) as found
    from ops.proofs join ops.runs using (run_id) where run_number = ${runNumber}`;
  return proof;
};

describe("a proof", () => {
  test("of an idle source costs at most ten requests", async () => {
    const summary = await pipeline.run();
    expect(summary).toMatchObject({ outcome: "succeeded", findings: [] });
    const proof = await proofOf(summary.runNumber);
    expect(proof).toMatchObject({ verdict: "proved", source: JOBS, warehouse: JOBS, found: null });
    expect(proof?.["requests"]).toBeLessThanOrEqual(10);
  });

  test.each<[string, () => void | Promise<unknown>]>([
    ["lost", () => warehouse.sql`delete from bronze.enrichment_heads where record_key = ${idOf(700)}::uuid`],
    [
      "lost",
      () =>
        void source.entries.push({
          ...original(JOBS),
          createdAt: NEWEST - 20_000,
          updatedAt: NEWEST - 19_990,
        }),
    ],
    [
      "stale",
      () => void update(700, (entry) => ({ ...entry, updatedAt: entry.updatedAt + 30_000, contacts: 7 })),
    ],
    ["gone", () => void (source.entries = source.entries.filter(({ job }) => job !== 700))],
    [
      "rolled_back",
      () => void update(700, (entry) => ({ ...entry, updatedAt: entry.updatedAt - 15, contacts: 7 })),
    ],
    [
      "listed_twice",
      () => void source.entries.push({ ...original(700), updatedAt: original(300).updatedAt, contacts: 3 }),
    ],
    [
      "listed_twice",
      () => void source.entries.push({ ...original(700), updatedAt: original(1200).updatedAt, contacts: 3 }),
    ],
  ])("finds one record that is %s, and heals it in the same run", async (kind, damage) => {
    await damage();
    const summary = await pipeline.run();
    const proof = await proofOf(summary.runNumber);
    console.log(kind, JSON.stringify(proof), JSON.stringify(summary.findings.map((f) => f.detail)));
    await expectGoldEqualsSource();
    expect(summary.outcome).toBe("succeeded_with_findings");
    expect(proof).toMatchObject({ verdict: "proved", found: [{ kind }] });
    const next = await pipeline.run();
    console.log(
      "next",
      JSON.stringify(await proofOf(next.runNumber)),
      JSON.stringify(next.findings.map((f) => f.detail)),
    );
    expect(next).toMatchObject({ outcome: "succeeded", findings: [] });
  });
});

function update(job: number, change: (entry: Entry) => Entry): void {
  source.entries = source.entries.map((entry) => (entry.job === job ? change(entry) : entry));
}
