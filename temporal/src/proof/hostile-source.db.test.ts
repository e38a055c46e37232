import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { createMemorySource, type Entry, idOf, type MemorySource } from "../../testing/memory-source.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

const JOBS = 600;
const PAGE = 5;
const NEWEST = Math.floor(Date.now() / 1_000) - 3_600;

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

const remove = (...jobs: number[]): void => {
  source.entries = source.entries.filter(({ job }) => !jobs.includes(job));
};

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  source = createMemorySource(() => new Date());
  source.entries = Array.from({ length: JOBS }, (_, job) => original(job));
  pipeline = createPipeline({ sql: warehouse.sql, source, pageSize: PAGE });
  return () => warehouse[Symbol.asyncDispose]();
});

/** What a run's proof came to. */
async function run() {
  const summary = await pipeline.run();
  const [proof] = await warehouse.sql<
    { verdict: string; requests: number; source: number; warehouse: number; found: string[] }[]
  >`
    select verdict, proofs.requests, proofs.source_records as source, proofs.warehouse_records as warehouse,
           array(select kind || ' ' || record_key from ops.differences where differences.run_id = proofs.run_id order by 1) as found
    from ops.proofs join ops.runs using (run_id) where run_number = ${summary.runNumber}`;
  if (!proof) throw new Error("The run has no proof.");
  return { ...proof, outcome: summary.outcome };
}

async function idsInGold(): Promise<string[]> {
  const rows = await warehouse.sql<{ id: string }[]>`
    select id_enriquecimento::text as id from gold.enrichments order by 1`;
  return rows.map(({ id }) => id);
}

const idsAtSource = (): string[] => [...new Set(source.entries.map(({ job }) => idOf(job)))].sort();

test("a job that moves on between two readings is not taken for a deleted one", async () => {
  await run();
  remove(201);
  const neighbours = [198, 199, 200, 202, 203, 204];
  const firstRequest = source.requests;
  let tailHasMoved = false;
  let windowHasMoved = false;
  source.failure = ({ limit, updatedSince }) => {
    const request = source.requests - firstRequest;
    const since = (updatedSince?.getTime() ?? 0) / 1_000;
    // While the boundaries are counted: the tail is read again.
    if (!tailHasMoved && request === 6) {
      tailHasMoved = true;
      change(500, { updatedAt: NEWEST + 10 });
    }
    // Just before the window is read.
    if (
      !windowHasMoved &&
      request > 9 &&
      limit === PAGE &&
      since > original(180).updatedAt &&
      since <= original(201).updatedAt
    ) {
      windowHasMoved = true;
      for (const job of neighbours) change(job, { updatedAt: NEWEST + 11 });
    }
    return null;
  };
  const { found } = await run();
  expect(windowHasMoved).toBe(true);
  expect(found).toEqual([`gone ${idOf(201)}`]);
  expect(await idsInGold()).toEqual(idsAtSource());
});

test("a repeated attempt has no second effect", async () => {
  pipeline = createPipeline({
    sql: warehouse.sql,
    source,
    pageSize: PAGE,
    losesAnswer: (_, attempt) => attempt === 1,
  });
  await run();
  remove(100);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(100)}`] });
  expect(await run()).toMatchObject({ verdict: "proved", outcome: "succeeded", found: [] });
  expect(await idsInGold()).toEqual(idsAtSource());
});

test.each([3, 8, 14, 18, 22, 24, 26, 28])("an attempt that dies at request %i goes on", async (request) => {
  await run();
  remove(100);
  const firstRequest = source.requests;
  source.beforeAnswer = () => {
    if (source.requests - firstRequest === request) throw new Error("The worker was killed.");
  };
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(100)}`] });
  expect(await idsInGold()).toEqual(idsAtSource());
});

test("what is counted twice in a run is summed up once", async () => {
  await run();
  source.entries.push({ ...original(180), updatedAt: original(300).updatedAt, contacts: 10 });
  for (let runs = 0; runs < 3; runs++)
    expect(await run()).toMatchObject({ source: JOBS + 1, warehouse: JOBS + 1 });
});

test("the newest job's time becomes unreadable, and the source is proved without a complete read", async () => {
  await run();
  change(JOBS - 1, { updatedText: "not a time" });
  for (let runs = 0; runs < 3; runs++) expect(await run()).toMatchObject({ verdict: "proved" });
});

test("times that bronze has lost are put right, also by a complete read", async () => {
  await run();
  await warehouse.sql`
    update bronze.enrichment_heads set updated_at = null
    where record_key in (${idOf(100)}::uuid, ${idOf(300)}::uuid)`;
  await run();
  expect(await run()).toMatchObject({ verdict: "proved", outcome: "succeeded" });
});

test("a second that fills many pages", async () => {
  for (let job = 100; job < 300; job++) change(job, { updatedAt: original(300).updatedAt });
  await run();
  remove(150);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(150)}`] });
  expect(await run()).toMatchObject({ verdict: "proved", outcome: "succeeded" });
});

test("a source that leaves out the time itself", async () => {
  source.excludesUpdatedSince = true;
  await run();
  remove(100);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(100)}`] });
});

test("times with fractions of a second", async () => {
  source.entries = source.entries.map((entry) => ({
    ...entry,
    updatedAt: entry.updatedAt + (entry.job % 10) / 10,
  }));
  await run();
  remove(107);
  expect(await run()).toMatchObject({ verdict: "proved", found: [`gone ${idOf(107)}`] });
});

test("a source that changes right after a complete read is not taken for one that miscounts", async () => {
  await run();
  const moving = createPipeline({
    sql: warehouse.sql,
    source,
    pageSize: PAGE,
    losesAnswer(activity) {
      if (activity === "finishFullRead") change(5, { updatedAt: NEWEST + 10 });
      return false;
    },
  });
  await moving.run("reconcile");
  const [state] = await warehouse.sql`select counts_by_time_wrong_at as wrong from ops.warehouse_state`;
  expect(state).toEqual({ wrong: null });
});

describe("a source whose totals are wrong", () => {
  test.each<[string, (listed: number) => number]>([
    ["they ignore the filter", () => JOBS],
    ["some are missing", (listed) => Math.max(0, listed - 5)],
    ["they end at 100", (listed) => Math.min(100, listed)],
  ])("is read completely once, and then not counted by time: %s", async (_, total) => {
    await run();
    source.totalOf = total;
    expect(await run()).toMatchObject({ verdict: "read_in_full" });
    const requests = source.requests;
    expect(await run()).toMatchObject({ verdict: "not_countable" });
    expect(source.requests - requests).toBeLessThan(20);
    expect(await idsInGold()).toEqual(idsAtSource());
  });
});
