import { createWarehouseDatabase, type WarehouseDatabase } from "@enrichment-monitor/warehouse/testing";
import { beforeEach, describe, expect, inject, test } from "vitest";
import { differencesFromSource, NO_DIFFERENCES } from "../../testing/differences-from-source.ts";
import { createJobList, type JobList } from "../../testing/job-list.ts";
import { idOf } from "../../testing/memory-source.ts";
import { proofOfRun } from "../../testing/proof-of-run.ts";
import { createPipeline } from "../../testing/run-pipeline.ts";

/** Jobs of a day. */
const JOBS = 2_000;
const PAGE = 5;
/** Two differences of opposite sign are seen once a boundary falls between them: some runs later. */
const A_FEW_RUNS = 40;

let warehouse: WarehouseDatabase;
let jobs: JobList;
let pipeline: ReturnType<typeof createPipeline>;

beforeEach(async () => {
  warehouse = await createWarehouseDatabase(inject("postgresUrl"));
  jobs = createJobList(JOBS);
  pipeline = createPipeline({ sql: warehouse.sql, source: jobs.source, pageSize: PAGE });
  await pipeline.run();
  return () => warehouse[Symbol.asyncDispose]();
});

const proofOf = (runNumber: number) => proofOfRun(warehouse.sql, runNumber);

const expectWarehouseEqualsSource = async (): Promise<void> =>
  expect(await differencesFromSource(warehouse.sql, jobs.source)).toEqual(NO_DIFFERENCES);

describe("a proof", () => {
  test("of an idle source costs at most ten requests", async () => {
    const summary = await pipeline.run();
    expect(summary).toMatchObject({ outcome: "succeeded", findings: [] });
    const proof = await proofOf(summary.runNumber);
    expect(proof).toMatchObject({ verdict: "proved", source: JOBS, warehouse: JOBS, found: [] });
    expect(proof.requests).toBeLessThanOrEqual(10);
  });

  test("reads one page in rotation, also where records share a second", async () => {
    const shared = (time: number) => time - (time % 120);
    jobs.source.entries = jobs.source.entries.map((entry) => ({
      ...entry,
      updatedAt: shared(entry.updatedAt) + 120,
    }));
    await pipeline.run("reconcile");
    for (let run = 0; run < 5; run++) {
      const { runNumber } = await pipeline.run();
      expect((await proofOf(runNumber)).requests).toBeLessThanOrEqual(10);
    }
  });

  test.each<[string, string, () => unknown]>([
    [
      "a head is gone from bronze",
      `lost ${idOf(700)}`,
      () => warehouse.sql`delete from bronze.enrichment_heads where record_key = ${idOf(700)}::uuid`,
    ],
    [
      "the head of the earliest job is gone",
      `lost ${idOf(0)}`,
      () => warehouse.sql`delete from bronze.enrichment_heads where record_key = ${idOf(0)}::uuid`,
    ],
    [
      "a job appears that is earlier than all",
      `lost ${idOf(JOBS)}`,
      () => jobs.source.entries.push({ ...jobs.original(-100), job: JOBS, contacts: 5 }),
    ],
    [
      "a job appears late",
      `lost ${idOf(JOBS)}`,
      () => jobs.source.entries.push({ ...jobs.original(900), job: JOBS }),
    ],
    ["a job vanishes", `gone ${idOf(700)}`, () => jobs.remove(700)],
  ])("finds a single difference and heals it in the same run: %s", async (_, found, damage) => {
    await damage();
    const summary = await pipeline.run();
    await expectWarehouseEqualsSource();
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
      () => jobs.change(700, { updatedAt: jobs.original(1_450).updatedAt + 1, contacts: 7 }),
    ],
    [
      "a job is restored from a backup",
      `rolled_back ${idOf(1_450)}`,
      () => jobs.change(1_450, { ...jobs.original(700), job: 1_450 }),
    ],
    [
      "a job has an older entry too",
      `listed_twice ${idOf(700)}`,
      () =>
        jobs.source.entries.push({
          ...jobs.original(700),
          updatedAt: jobs.original(300).updatedAt,
          contacts: 3,
        }),
    ],
    [
      "a job has a newer entry too",
      `listed_twice ${idOf(700)}`,
      () =>
        jobs.source.entries.push({
          ...jobs.original(700),
          updatedAt: jobs.original(1_200).updatedAt,
          contacts: 3,
        }),
    ],
    [
      "a job is listed twice in the same words",
      `listed_twice ${idOf(700)}`,
      () => jobs.source.entries.push(jobs.original(700)),
    ],
    [
      "a job vanishes and another appears late",
      `gone ${idOf(700)},lost ${idOf(JOBS)}`,
      () => {
        jobs.remove(700);
        jobs.source.entries.push({ ...jobs.original(900), job: JOBS });
      },
    ],
  ])("finds a difference within a few runs, and names it: %s", async (_, found, damage) => {
    await damage();
    const all: string[] = [];
    for (let run = 0; run < A_FEW_RUNS && all.length < found.split(",").length; run++) {
      const summary = await pipeline.run();
      all.push(...(await proofOf(summary.runNumber)).found);
    }
    await expectWarehouseEqualsSource();
    expect(all.sort().join()).toBe(found);
    const next = await pipeline.run();
    expect(next).toMatchObject({ outcome: "succeeded", findings: [] });
  });

  test("whose requests do not suffice for all heals some in each run, and the next ones go on", async () => {
    const proofMaxRequests = 45;
    const frugal = createPipeline({
      sql: warehouse.sql,
      source: jobs.source,
      pageSize: PAGE,
      scrubDays: 0,
      proofMaxRequests,
    });
    const removed = [110, 310, 550, 790, 1_010, 1_210];
    jobs.remove(...removed);
    const found: string[] = [];
    for (let run = 0; run < 12 && found.length < removed.length; run++) {
      const { runNumber } = await frugal.run();
      const proof = await proofOf(runNumber);
      found.push(...proof.found);
      expect(proof.requests).toBeLessThanOrEqual(proofMaxRequests + 20);
    }
    await expectWarehouseEqualsSource();
    expect(found.toSorted()).toEqual(removed.map((job) => `gone ${idOf(job)}`).toSorted());
  });

  test("of a source that moves while it is counted reads what is new", async () => {
    let moves = 3;
    jobs.source.beforeAnswer = () => {
      if (moves-- > 0) jobs.change(moves, { updatedAt: jobs.end + 100 - moves, contacts: 1_000 });
    };
    const summary = await pipeline.run();
    expect(summary).toMatchObject({ outcome: "succeeded", findings: [] });
    await expectWarehouseEqualsSource();
  });
});
