import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { createMemorySource, type Entry, idOf, type MemorySource } from "../../testing/memory-source.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

/** Jobs of a day, the newest an hour ago. */
const JOBS = 2_000;
const PAGE = 5;
const NEWEST = Math.floor(Date.now() / 1_000) - 3_600;
/** Two differences of opposite sign are seen once a boundary falls between them: some runs later. */
const A_FEW_RUNS = 40;

let warehouse: WarehouseDatabase;
let source: MemorySource;
let pipeline: ReturnType<typeof createPipeline>;

const original = (job: number): Entry => {
  const createdAt = NEWEST - (JOBS - job) * 40;
  return { job, createdAt, updatedAt: createdAt + 20, contacts: job };
};

const change = (job: number, changed: Partial<Entry>): void => {
  source.entries = source.entries.map((entry) => (entry.job === job ? { ...entry, ...changed } : entry));
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
  const gold = await warehouse.sql<{ id: string; row: string }[]>`
    select id_enriquecimento::text as id,
           extract(epoch from data_atualizacao)::bigint || ' ' || total_contatos as row
    from gold.enrichments`;
  const actual = new Map(gold.map(({ id, row }) => [id, row]));
  const expected = new Map(
    [...newest].map(([id, { updatedAt, contacts }]) => [id, `${updatedAt} ${contacts}`]),
  );
  const wrong = [...expected].filter(([id, row]) => actual.get(id) !== row);
  const surplus = [...actual.keys()].filter((id) => !expected.has(id));
  expect({ wrong, surplus }).toEqual({ wrong: [], surplus: [] });
}

interface Proof {
  verdict: string;
  requests: number;
  source: number;
  warehouse: number;
  found: string[];
}

async function proofOf(runNumber: number): Promise<Proof> {
  const [proof] = await warehouse.sql<Proof[]>`
    select verdict, proofs.requests, proofs.source_records as source, proofs.warehouse_records as warehouse,
           array(select kind || ' ' || record_key from ops.differences where differences.run_id = proofs.run_id order by 1) as found
    from ops.proofs join ops.runs using (run_id) where run_number = ${runNumber}`;
  if (!proof) throw new Error("The run has no proof.");
  return proof;
}

describe("a proof", () => {
  test("of an idle source costs at most ten requests", async () => {
    const summary = await pipeline.run();
    expect(summary).toMatchObject({ outcome: "succeeded", findings: [] });
    const proof = await proofOf(summary.runNumber);
    expect(proof).toMatchObject({ verdict: "proved", source: JOBS, warehouse: JOBS, found: [] });
    expect(proof.requests).toBeLessThanOrEqual(10);
  });

  test.each<[string, string, () => unknown]>([
    [
      "a head is gone from bronze",
      `lost ${idOf(700)}`,
      () => warehouse.sql`delete from bronze.enrichment_heads where record_key = ${idOf(700)}::uuid`,
    ],
    ["a job appears late", `lost ${idOf(JOBS)}`, () => source.entries.push({ ...original(900), job: JOBS })],
    [
      "a job vanishes",
      `gone ${idOf(700)}`,
      () => {
        source.entries = source.entries.filter(({ job }) => job !== 700);
      },
    ],
  ])("finds a single difference and heals it in the same run: %s", async (_, found, damage) => {
    await damage();
    const summary = await pipeline.run();
    await expectGoldEqualsSource();
    expect(summary.outcome).toBe("succeeded_with_findings");
    const proof = await proofOf(summary.runNumber);
    expect(proof).toMatchObject({ verdict: "proved", found: [found] });
    expect(proof.requests).toBeLessThanOrEqual(45);
    const next = await pipeline.run();
    expect(next).toMatchObject({ outcome: "succeeded", findings: [] });
  });

  test.each<[string, string, () => unknown]>([
    [
      "an update appears late",
      `stale ${idOf(700)}`,
      () => change(700, { updatedAt: original(1_450).updatedAt + 1, contacts: 7 }),
    ],
    [
      "a job is restored from a backup",
      `rolled_back ${idOf(1_450)}`,
      () => change(1_450, { ...original(700), job: 1_450 }),
    ],
    [
      "a job has an older entry too",
      `listed_twice ${idOf(700)}`,
      () => source.entries.push({ ...original(700), updatedAt: original(300).updatedAt, contacts: 3 }),
    ],
    [
      "a job has a newer entry too",
      `listed_twice ${idOf(700)}`,
      () => source.entries.push({ ...original(700), updatedAt: original(1_200).updatedAt, contacts: 3 }),
    ],
    [
      "a job is listed twice in the same words",
      `listed_twice ${idOf(700)}`,
      () => source.entries.push(original(700)),
    ],
    [
      "a job vanishes and another appears late",
      `gone ${idOf(700)},lost ${idOf(JOBS)}`,
      () => {
        source.entries = source.entries.filter(({ job }) => job !== 700);
        source.entries.push({ ...original(900), job: JOBS });
      },
    ],
  ])("finds a difference within a few runs, and names it: %s", async (_, found, damage) => {
    await damage();
    const all: string[] = [];
    for (let run = 0; run < A_FEW_RUNS && all.length < found.split(",").length; run++) {
      const summary = await pipeline.run();
      all.push(...(await proofOf(summary.runNumber)).found);
    }
    await expectGoldEqualsSource();
    expect(all.sort().join()).toBe(found);
    const next = await pipeline.run();
    expect(next).toMatchObject({ outcome: "succeeded", findings: [] });
  });

  test("whose requests do not suffice for all heals some in each run, and the next ones go on", async () => {
    const proofMaxRequests = 45;
    const frugal = createPipeline({
      sql: warehouse.sql,
      source,
      pageSize: PAGE,
      scrubDays: 0,
      proofMaxRequests,
    });
    const jobs = [110, 310, 550, 790, 1_010, 1_210];
    source.entries = source.entries.filter(({ job }) => !jobs.includes(job));
    const found: string[] = [];
    for (let run = 0; run < 12 && found.length < jobs.length; run++) {
      const { runNumber } = await frugal.run();
      const proof = await proofOf(runNumber);
      found.push(...proof.found);
      expect(proof.requests).toBeLessThanOrEqual(proofMaxRequests + 20);
    }
    await expectGoldEqualsSource();
    expect(found.toSorted()).toEqual(jobs.map((job) => `gone ${idOf(job)}`).toSorted());
  });

  test("of a source that moves while it is counted reads what is new", async () => {
    let moves = 3;
    source.beforeAnswer = () => {
      if (moves-- > 0) change(moves, { updatedAt: NEWEST + 100 - moves, contacts: 1_000 });
    };
    const summary = await pipeline.run();
    expect(summary).toMatchObject({ outcome: "succeeded", findings: [] });
    await expectGoldEqualsSource();
  });
});
